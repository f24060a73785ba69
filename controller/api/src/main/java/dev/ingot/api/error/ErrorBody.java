package dev.ingot.api.error;

import java.util.List;

/** The body of every v3 error answer (source: CF v3 API, "Errors"). */
public record ErrorBody(List<Item> errors) {
  /** `code` as in {@link ErrorCode#number()}, `title` as in {@link ErrorCode#title()}. */
  public record Item(int code, String title, String detail) {}

  /** A body with one error. */
  public static ErrorBody of(ErrorCode code, String detail) {
    return new ErrorBody(List.of(new Item(code.number(), code.title(), detail)));
  }
}
