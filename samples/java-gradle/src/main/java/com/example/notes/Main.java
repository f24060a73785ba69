package com.example.notes;

import io.javalin.Javalin;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes in memory, as JSON. */
public final class Main {
  private static final int MAX_NOTES = 1000;

  record Note(String text) {}

  private Main() {}

  public static void main(String[] args) {
    List<Note> notes = new CopyOnWriteArrayList<>();
    Javalin.create(config -> config.showJavalinBanner = false)
        .before(context -> context.header("X-App-Instance", Objects.requireNonNullElse(System.getenv("CF_INSTANCE_INDEX"), "0")))
        .get("/", context -> context.json(Map.of("message", "Hello from Ingot", "java", Runtime.version().feature(), "notes", notes.size())))
        .get("/notes", context -> context.json(notes))
        .post("/notes", context -> {
          if (notes.size() >= MAX_NOTES) {
            context.status(HttpStatus.INSUFFICIENT_STORAGE);
            return;
          }
          notes.add(context.bodyAsClass(Note.class));
          context.status(HttpStatus.CREATED);
        })
        .start(Integer.parseInt(Objects.requireNonNullElse(System.getenv("PORT"), "8080")));
  }
}
