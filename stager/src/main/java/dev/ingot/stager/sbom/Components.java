package dev.ingot.stager.sbom;

import dev.ingot.oci.document.Component;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Collects components: each once, in the order of their package URLs, whatever the order they came in. At most {@link #MAX}. */
final class Components {
  static final int MAX = 10_000;

  private final TreeMap<String, Component> all = new TreeMap<>();
  private boolean full;

  void add(Component component) {
    if (!component.usable()) {
      return;
    }
    if (all.size() >= MAX && !all.containsKey(component.purl())) {
      full = true;
      return;
    }
    all.merge(component.purl(), component, (a, b) -> a.source().compareTo(b.source()) <= 0 ? a : b);
  }

  void addAll(Iterable<Component> components) {
    components.forEach(this::add);
  }

  List<Component> list() {
    return new ArrayList<>(all.values());
  }

  /** Whether some were left out. */
  boolean full() {
    return full;
  }
}
