package dev.ingot.controller.deployment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many instances the processes of an app get next while one takes over from others. Pure. Forward: never more than `maxInFlight`
 * successors are being made, and an old instance goes only when a successor serves in its stead. Back: the base gets all its instances,
 * and a successor goes only when the base serves in its stead.
 */
final class Rollout {
  private Rollout() {}

  /** A process. @param healthy instances that serve */
  record Part(String guid, int instances, int healthy) {}

  /**
   * Where a deployment is.
   *
   * @param base what is taken over from, in the end what a cancel goes back to
   * @param others successors of deployments that were superseded
   * @param baseInstances of the base before
   * @param noRoom a successor cannot be placed
   */
  record View(Part successor, Part base, List<Part> others, int baseInstances, int maxInFlight, boolean noRoom) {}

  /** Instances by process guid. @param reached everything serves as it should */
  record Next(Map<String, Integer> instances, boolean reached) {}

  /** How many successors a step of a canary has: at least one. */
  static int canary(int goal, List<Integer> weights, int step) {
    return weights.isEmpty() ? Math.min(1, goal) : Math.min(goal, Math.max(1, Math.round(goal * weights.get(step - 1) / 100f)));
  }

  /**
   * Towards so many successors.
   *
   * @param target successors wanted now
   * @param keep old instances that stay when they all serve
   */
  static Next forward(View view, int target, int keep) {
    Part successor = view.successor();
    int instances = Math.max(successor.instances(), Math.min(target, successor.healthy() + view.maxInFlight()));
    boolean reached = successor.healthy() >= target && successor.instances() >= target;
    int old = reached ? keep : Math.max(keep, view.baseInstances() - successor.healthy());
    int serving = view.base().healthy() + view.others().stream().mapToInt(Part::healthy).sum();
    if (view.noRoom() && serving > 1) {
      old = Math.max(1, old - 1);
    }
    Map<String, Integer> next = new LinkedHashMap<>();
    next.put(successor.guid(), instances);
    List<Part> olds = new ArrayList<>(view.others());
    olds.sort(Comparator.comparingInt(Part::healthy));
    olds.add(view.base());
    int excess = olds.stream().mapToInt(Part::instances).sum() - old;
    for (Part part : olds) {
      boolean useless = part != view.base() && part.healthy() == 0;
      int less = useless ? part.instances() : Math.clamp(excess, 0, part.instances());
      excess -= less;
      next.put(part.guid(), part.instances() - less);
    }
    return new Next(next, reached);
  }

  /** Back to the base. */
  static Next back(View view) {
    Map<String, Integer> next = new LinkedHashMap<>();
    int missing = Math.max(0, view.baseInstances() - view.base().healthy());
    next.put(view.base().guid(), view.baseInstances());
    List<Part> successors = new ArrayList<>(view.others());
    successors.add(view.successor());
    for (Part part : successors) {
      next.put(part.guid(), part.healthy() == 0 ? 0 : Math.min(part.instances(), missing));
    }
    return new Next(next, missing == 0);
  }
}
