package dev.ingot.controller.staging;

import dev.ingot.api.cell.v1.DockerSource;
import dev.ingot.api.cell.v1.StageBuildpack;
import dev.ingot.controller.staging.StagingBuildpacks.Row;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which buildpacks a build is told: those the user named, in that order, or all that are enabled, in theirs. Pure. */
final class BuildpackOrder {
  /** How an image is named in a list of buildpacks, as in CF's CNB lifecycle. */
  private static final String IMAGE = "docker://";

  private BuildpackOrder() {}

  /** What cannot be used is told with its problem, which fails the build. @param names empty = detect */
  static List<StageBuildpack> of(List<Row> rows, List<String> names, @Nullable String stack) {
    if (names.isEmpty()) {
      return rows.stream().filter(row -> row.enabled() && fits(row, stack) && !row.kind().equals("classic")).map(BuildpackOrder::message).toList();
    }
    return names.stream().map(name -> named(rows, name, stack)).toList();
  }

  private static StageBuildpack named(List<Row> rows, String name, @Nullable String stack) {
    if (name.startsWith(IMAGE)) {
      return StageBuildpack.newBuilder().setName(name).setImage(DockerSource.newBuilder().setReference(name.substring(IMAGE.length()))).build();
    }
    int at = name.lastIndexOf('@');
    String id = at < 0 ? name : name.substring(0, at);
    List<Row> found = rows.stream().filter(row -> row.name().equals(name) || id.equals(row.id())).toList();
    if (found.isEmpty()) {
      return problem(name, name.contains("://") ? "buildpacks are not fetched from an address here" : "there is no buildpack '" + name + "'");
    }
    Row row = found.stream().filter(one -> fits(one, stack))
        .min(Comparator.comparing((Row one) -> !one.name().equals(name)).thenComparing(one -> one.stack() == null)).orElse(null);
    if (row == null) {
      return problem(name, "it is for the stack " + found.getFirst().stack() + ", this app is built on " + stack);
    }
    if (!row.enabled()) {
      return problem(name, "it is disabled");
    }
    if (row.kind().equals("classic")) {
      return problem(name, "classic buildpacks are not run yet, only Cloud Native Buildpacks");
    }
    String version = at < 0 ? "" : name.substring(at + 1);
    return !version.isEmpty() && !version.equals(row.version()) && row.digest() != null ? problem(name, "its version is " + row.version()) : message(row, version);
  }

  private static boolean fits(Row row, @Nullable String stack) {
    return row.stack() == null || row.stack().equals(stack);
  }

  private static StageBuildpack message(Row row) {
    return message(row, "");
  }

  /** @param version of one of the cell's own; empty = the newest it has */
  private static StageBuildpack message(Row row, String version) {
    var message = StageBuildpack.newBuilder().setName(row.name()).setId(Objects.requireNonNullElse(row.id(), ""))
        .setVersion(row.digest() == null ? version : Objects.requireNonNullElse(row.version(), ""));
    if (row.digest() != null) {
      message.setDigest(row.digest()).setPath("/internal/buildpacks/" + row.digest() + "/bits");
    }
    return message.build();
  }

  static StageBuildpack problem(String name, String why) {
    return StageBuildpack.newBuilder().setName(name).setProblem("buildpack '" + name + "' cannot be used: " + why).build();
  }
}
