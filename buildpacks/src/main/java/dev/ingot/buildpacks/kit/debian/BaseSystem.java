package dev.ingot.buildpacks.kit.debian;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What any Debian image contains: the essential and required packages and what these need. A run image has less than the build image, so only this may be taken as given
 * when dependencies are looked up.
 *
 * @param stanzas entries of dpkg's status file by package name
 */
record BaseSystem(Map<String, String> stanzas) {
  /** Out of dpkg's status file; empty when there is none. */
  static BaseSystem of(Path status) throws IOException {
    if (!Files.isRegularFile(status)) {
      return new BaseSystem(Map.of());
    }
    return of(Files.readString(status, StandardCharsets.UTF_8));
  }

  static BaseSystem of(String status) {
    var installed = new LinkedHashMap<String, String>();
    var providers = new LinkedHashMap<String, String>();
    for (var stanza : status.split("\n\n+")) {
      if (field(stanza, "Status").endsWith(" installed")) {
        var name = field(stanza, "Package");
        installed.put(name, stanza);
        names(field(stanza, "Provides")).forEach(provided -> providers.putIfAbsent(provided, name));
      }
    }
    var base = new LinkedHashSet<String>();
    var open = new ArrayDeque<String>();
    installed.forEach((name, stanza) -> {
      if (field(stanza, "Essential").equals("yes") || field(stanza, "Priority").equals("required")) {
        open.add(name);
      }
    });
    while (!open.isEmpty()) {
      var name = open.remove();
      var stanza = installed.get(name);
      if (stanza == null || !base.add(name)) {
        continue;
      }
      Stream.of("Depends", "Pre-Depends").flatMap(field -> names(field(stanza, field))).forEach(needed -> open.add(installed.containsKey(needed) ? needed : providers.getOrDefault(needed, needed)));
    }
    return new BaseSystem(base.stream().collect(Collectors.toMap(name -> name, installed::get, (first, second) -> first, LinkedHashMap::new)));
  }

  /** A status file in which these packages seem to be installed too. */
  String without(Set<String> names) {
    var all = new ArrayList<>(stanzas.values());
    for (var name : new java.util.TreeSet<>(names)) {
      if (!stanzas.containsKey(name)) {
        all.add("Package: " + name + "\nStatus: install ok installed\nArchitecture: all\nMulti-Arch: foreign\nMaintainer: none\nVersion: 9999\nDescription: left out");
      }
    }
    return all.isEmpty() ? "" : String.join("\n\n", all) + "\n";
  }

  private static String field(String stanza, String name) {
    for (var line : stanza.split("\n")) {
      if (line.startsWith(name + ":")) {
        return line.substring(name.length() + 1).strip();
      }
    }
    return "";
  }

  /** Each alternative counts: one that is not installed leads nowhere. */
  private static Stream<String> names(String relation) {
    return List.of(relation.split("[,|]")).stream().map(word -> word.strip().replaceFirst("[\\s(:].*", "")).filter(word -> !word.isEmpty());
  }
}
