package dev.ingot.controller.http;

import java.net.URI;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Answers that many endpoints give. */
@Component
public class Answers {
  private final Links links;

  Answers(Links links) {
    this.links = links;
  }

  /** 202 with the job's absolute URL in `Location` and no body: the client polls it. */
  public ResponseEntity<Void> accepted(String jobGuid) {
    return ResponseEntity.accepted().location(URI.create(links.href("/v3/jobs/" + jobGuid))).build();
  }

  /** 201 with the resource. */
  public static <T> ResponseEntity<T> created(T body) {
    return ResponseEntity.status(201).body(body);
  }
}
