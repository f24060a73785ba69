package dev.ingot.controller.manifest;

import java.util.List;
import java.util.random.RandomGenerator;

/** Hosts for random routes: `<app>-<adjective>-<noun>-<two letters>`. */
final class RandomName {
  private static final List<String> ADJECTIVES = List.of("amber", "bold", "brave", "calm", "clever", "cosy", "daring", "eager", "fast", "fresh",
      "gentle", "glad", "grand", "happy", "keen", "kind", "light", "lively", "lucky", "merry", "neat", "noble", "patient", "proud", "quick",
      "quiet", "rapid", "shiny", "smart", "sunny", "swift", "warm", "wise", "witty");
  private static final List<String> NOUNS = List.of("badger", "bear", "beaver", "crane", "deer", "dolphin", "eagle", "falcon", "fox", "gecko",
      "hare", "heron", "ibex", "jackal", "koala", "lark", "lemur", "lynx", "marten", "newt", "otter", "owl", "panda", "puffin", "quail",
      "raven", "robin", "seal", "sparrow", "stork", "swan", "tiger", "toad", "whale", "wolf", "wren", "zebra");
  private static final int MAX_HOST = 63;

  private RandomName() {}

  /** A host of at most 63 characters. */
  static String host(String app, RandomGenerator random) {
    String tail = "-" + pick(ADJECTIVES, random) + "-" + pick(NOUNS, random) + "-" + letter(random) + letter(random);
    String start = app.length() + tail.length() <= MAX_HOST ? app : app.substring(0, MAX_HOST - tail.length());
    return start + tail;
  }

  private static String pick(List<String> words, RandomGenerator random) {
    return words.get(random.nextInt(words.size()));
  }

  private static char letter(RandomGenerator random) {
    return (char) ('a' + random.nextInt(26));
  }
}
