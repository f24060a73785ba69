package dev.ingot.stager.detect;

import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.buildpack.Member;
import dev.ingot.stager.files.StageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes orders apart into groups of components and tries one after the other. Pure, but for the attempts. Source: CNB platform spec, "Order
 * Resolution"; buildpacks-and-images.md §1.5.
 */
final class Orders {
  /** Groups tried before giving up: composites in composites multiply. */
  static final int MAX_ATTEMPTS = 10_000;
  /** Composites in each other. */
  static final int MAX_DEPTH = 50;

  private final Function<Buildpack, List<List<Member>>> parts;
  private final String execEnv;
  private final Map<String, String> problems = new HashMap<>();
  private int attempts;

  /** @param parts the groups of a composite @param execEnv members not made for it are dropped */
  Orders(Function<Buildpack, List<List<Member>>> parts, String execEnv) {
    this.parts = parts;
    this.execEnv = execEnv;
  }

  /** Looks at one group of components; each id stands in it once, by its first mention. Something = taken. */
  interface Attempt<T> {
    Optional<T> at(List<Member> group) throws StageException, IOException, InterruptedException;
  }

  /**
   * The outcome of the first group that is taken.
   *
   * @param extensions groups of image extensions, put in front of each group of `order` as far as they pass; may be empty
   */
  <T> Optional<T> first(List<List<Member>> order, List<List<Member>> extensions, Attempt<T> attempt) throws StageException, IOException, InterruptedException {
    var always = extensions.stream().map(group -> group.stream().map(m -> new Member(m.buildpack(), true, m.execEnv())).toList()).toList();
    for (List<Member> group : order) {
      var found = always.isEmpty() ? group(group, List.of(), attempt) : order(always, List.of(), group, true, attempt);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private <T> Optional<T> order(List<List<Member>> order, List<Member> done, List<Member> rest, boolean optional, Attempt<T> attempt)
      throws StageException, IOException, InterruptedException {
    for (List<Member> group : order) {
      var whole = new ArrayList<>(group);
      whole.addAll(rest);
      var found = group(whole, done, attempt);
      if (found.isPresent()) {
        return found;
      }
    }
    return optional ? group(rest, done, attempt) : Optional.empty();
  }

  private <T> Optional<T> group(List<Member> group, List<Member> done, Attempt<T> attempt) throws StageException, IOException, InterruptedException {
    var all = new ArrayList<>(done);
    for (int i = 0; i < group.size(); i++) {
      Member member = group.get(i);
      if (!member.runsIn(execEnv) || all.stream().anyMatch(m -> same(m.buildpack(), member.buildpack()))) {
        continue;
      }
      if (member.buildpack().composite() && problem(member.buildpack()).isEmpty()) {
        return order(parts.apply(member.buildpack()), all, group.subList(i + 1, group.size()), member.optional(), attempt);
      }
      all.add(member);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("the time for detection is over");
    }
    if (++attempts > MAX_ATTEMPTS) {
      throw new StageException("StagingError", "the order of the buildpacks has more than " + MAX_ATTEMPTS + " groups once its composites are taken apart",
          "Name the buildpacks to use with -b.");
    }
    return attempt.at(all);
  }

  private static boolean same(Buildpack one, Buildpack other) {
    return one.id().equals(other.id()) && one.extension() == other.extension();
  }

  /** Why this buildpack cannot take part; "" = it can. A composite that leads back to itself cannot. */
  String problem(Buildpack buildpack) {
    if (!buildpack.problem().isEmpty() || !buildpack.composite()) {
      return buildpack.problem();
    }
    String known = problems.get(buildpack.containerDirectory());
    if (known == null) {
      known = circle(buildpack, new ArrayList<>());
      problems.put(buildpack.containerDirectory(), known);
    }
    return known;
  }

  private String circle(Buildpack composite, List<String> way) {
    String known = problems.get(composite.containerDirectory());
    if (known != null) {
      return known;
    }
    boolean circle = way.contains(composite.ref());
    way.add(composite.ref());
    if (circle) {
      return "composite buildpacks refer to each other in a circle: " + String.join(" → ", way.subList(way.indexOf(composite.ref()), way.size()));
    }
    if (way.size() > MAX_DEPTH) {
      return "composite buildpacks are nested deeper than " + MAX_DEPTH + " levels";
    }
    for (List<Member> group : parts.apply(composite)) {
      for (Member member : group) {
        String found = member.buildpack().composite() ? circle(member.buildpack(), way) : "";
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    way.removeLast();
    problems.put(composite.containerDirectory(), "");
    return "";
  }

  /** Every component that these groups can come to need, each once, in the order they are first needed. */
  List<Buildpack> components(List<List<Member>> order) {
    var found = new LinkedHashMap<String, Buildpack>();
    components(order, found, new HashMap<>());
    return List.copyOf(found.values());
  }

  private void components(List<List<Member>> order, Map<String, Buildpack> found, Map<String, Boolean> seen) {
    for (List<Member> group : order) {
      for (Member member : group) {
        Buildpack buildpack = member.buildpack();
        if (!member.runsIn(execEnv)) {
          continue;
        }
        if (!buildpack.composite()) {
          found.putIfAbsent(buildpack.containerDirectory(), buildpack);
        } else if (problem(buildpack).isEmpty() && seen.putIfAbsent(buildpack.containerDirectory(), true) == null) {
          components(parts.apply(buildpack), found, seen);
        }
      }
    }
  }
}
