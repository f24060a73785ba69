package com.example.hello;

import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A small web app that says which instance answers. */
@SpringBootApplication
@RestController
public class HelloApplication {
  private final String index;

  HelloApplication(@Value("${CF_INSTANCE_INDEX:${INSTANCE_INDEX:0}}") String index) {
    this.index = index;
  }

  public static void main(String[] args) {
    SpringApplication.run(HelloApplication.class, args);
  }

  @GetMapping("/")
  ResponseEntity<Map<String, String>> hello() {
    return ResponseEntity.ok().header("X-App-Instance", index).body(Map.of("message", "Hello from Ingot", "index", index));
  }
}
