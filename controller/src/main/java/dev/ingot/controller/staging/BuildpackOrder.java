package dev.ingot.controller.staging;

import dev.ingot.api.cell.v1.DockerSource;
import dev.ingot.api.cell.v1.StageBuildpack;
import dev.ingot.controller.staging.StagingBuildpacks.Row;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which buildpacks a build is told: those the user named, in that order, or all that are enabled, in theirs. Pure. */
final class BuildpackOrder {
  /** How an image is named in a list of buildpacks, as in CF's CNB lifecycle. */
  private static final String IMAGE = "docker://";
  private static final String CLASSIC = "classic";
  private static final Pattern FETCHED = Pattern.compile("(?:https?|git|ssh)://[^\\s-]\\S*|git@[\\w.-]+:\\S+");

  private final List<Row> rows;
  private final Map<String, String> aliases;
  private final BuildStack stack;

  /** @param aliases plain name → id or name of another */
  BuildpackOrder(List<Row> rows, Map<String, String> aliases, BuildStack stack) {
    this.rows = rows;
    this.aliases = aliases;
    this.stack = stack;
  }

  /** What cannot be used is told with its problem, which fails the build. @param names empty = detect */
  List<StageBuildpack> of(List<String> names) {
    if (names.isEmpty()) {
      return rows.stream().filter(row -> row.enabled() && stack.fits(row.stack())).map(row -> message(row, "")).toList();
    }
    return names.stream().map(this::named).toList();
  }

  private StageBuildpack named(String name) {
    if (name.startsWith(IMAGE)) {
      return StageBuildpack.newBuilder().setName(name).setImage(DockerSource.newBuilder().setReference(name.substring(IMAGE.length()))).build();
    }
    int at = BuildpackNames.isAddress(name) ? -1 : name.lastIndexOf('@');
    String id = at < 0 ? name : name.substring(0, at);
    List<Row> found = rows(name, id);
    if (found.isEmpty()) {
      return byAlias(name);
    }
    return usable(name, found, at < 0 ? "" : name.substring(at + 1));
  }

  private List<Row> rows(String name, String id) {
    return rows.stream().filter(row -> row.name().equals(name) || id.equals(row.id())).toList();
  }

  private StageBuildpack byAlias(String name) {
    Optional<String> target = Optional.ofNullable(aliases.get(BuildpackNames.plain(name)));
    List<Row> found = target.map(id -> rows(id, id)).orElse(List.of());
    if (!found.isEmpty()) {
      StageBuildpack message = usable(name, found, "");
      Row row = found.getFirst();
      return message.toBuilder().setNote("Buildpack " + BuildpackNames.shown(name) + " stands for " + Objects.requireNonNullElse(row.id(), row.name())
          + " on this platform").build();
    }
    if (FETCHED.matcher(name).matches()) {
      return StageBuildpack.newBuilder().setName(BuildpackNames.shown(name)).setUrl(name).setClassic(true).setStack(stack.toldToClassic(null)).build();
    }
    return problem(name, target.map(id -> "it stands for '" + id + "', which this platform does not have").orElse(BuildpackNames.isAddress(name)
        ? "only repositories by https, http, git or ssh and zips by https or http are fetched" : "there is no buildpack '" + name + "'"));
  }

  private StageBuildpack usable(String name, List<Row> found, String version) {
    Row row = found.stream().filter(one -> stack.fits(one.stack()))
        .min(Comparator.comparing((Row one) -> !one.name().equals(name)).thenComparing(one -> one.stack() == null)).orElse(null);
    if (row == null) {
      return problem(name, "it is for the stack " + found.getFirst().stack() + ", this app is built on " + Objects.requireNonNullElse(stack.asked(), stack.name()));
    }
    if (!row.enabled()) {
      return problem(name, "it is disabled");
    }
    return !version.isEmpty() && !version.equals(row.version()) && row.digest() != null ? problem(name, "its version is " + row.version()) : message(row, version);
  }

  /** @param version of one of the cell's own; empty = the newest it has */
  private StageBuildpack message(Row row, String version) {
    var message = StageBuildpack.newBuilder().setName(row.name()).setId(Objects.requireNonNullElse(row.id(), ""))
        .setVersion(row.digest() == null ? version : Objects.requireNonNullElse(row.version(), ""));
    if (row.digest() != null) {
      message.setDigest(row.digest()).setPath("/internal/buildpacks/" + row.digest() + "/bits");
    }
    if (row.kind().equals(CLASSIC)) {
      message.setClassic(true).setStack(stack.toldToClassic(row.stack()));
    }
    return message.build();
  }

  static StageBuildpack problem(String name, String why) {
    String shown = BuildpackNames.shown(name);
    return StageBuildpack.newBuilder().setName(shown).setProblem("buildpack '" + shown + "' cannot be used: " + why).build();
  }
}
