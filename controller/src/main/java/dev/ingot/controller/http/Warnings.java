package dev.ingot.controller.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** What the cf CLI prints beside the answer of a request: `X-Cf-Warnings`. A job has warnings of its own (`Jobs.Progress`). Thread-safe. */
@Component
public class Warnings {
  /** Adds one to the answer of the current request; without a request it is lost. Form-encoded, for the CLI splits at commas (cf-cli-contract.md §1.7). */
  public void add(String text) {
    if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes && attributes.getResponse() != null) {
      attributes.getResponse().addHeader("X-Cf-Warnings", URLEncoder.encode(text, StandardCharsets.UTF_8));
    }
  }
}
