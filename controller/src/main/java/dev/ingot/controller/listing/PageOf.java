package dev.ingot.controller.listing;

import java.util.List;
import java.util.function.Function;

/** One page of a list: its items and how many there are on all pages together. */
public record PageOf<T>(List<T> items, long total) {
  /** The same page of something else. */
  public <R> PageOf<R> map(Function<? super T, ? extends R> change) {
    return new PageOf<>(items.stream().<R>map(change).toList(), total);
  }
}
