package dev.ingot.cli.buildpack;

import dev.ingot.api.buildpack.BuildpackDescription;
import dev.ingot.api.buildpack.DescribedBuildpack;
import dev.ingot.cli.output.Table;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Buildpacks for people. */
final class BuildpackText {
  private BuildpackText() {}

  static void print(List<DescribedBuildpack> all, PrintStream out) {
    if (all.isEmpty()) {
      out.println("The platform has no buildpacks. Its own come with: ingot up");
      return;
    }
    Table table = new Table("position", "name", "id", "version", "kind", "stack", "state");
    all.forEach(one -> table.row(one.position(), one.name(), or(one.id(), "-"), or(one.version(), "-"), kind(one), or(one.stack(), "any"), state(one)));
    table.print(out);
  }

  static void print(DescribedBuildpack one, PrintStream out) {
    BuildpackDescription about = one.about();
    line(out, "name", one.name());
    line(out, "id", one.id());
    line(out, "version", one.version());
    line(out, "kind", kind(one));
    line(out, "position", one.position());
    line(out, "stack", or(one.stack(), "any"));
    line(out, "state", state(one));
    line(out, "file", one.filename());
    if (about == null) {
      return;
    }
    line(out, "title", about.name());
    line(out, "about", about.description());
    line(out, "homepage", about.homepage());
    line(out, "licence", about.licenses().isEmpty() ? null : String.join(", ", about.licenses()));
    line(out, "api", about.api());
    line(out, "for", about.targets().isEmpty() ? null : String.join(", ", about.targets()));
    if (!about.settings().isEmpty()) {
      out.println();
      Table settings = new Table("setting", "default", "when", "meaning");
      about.settings().forEach(setting -> settings.row(setting.name(), or(setting.standard(), ""), or(setting.phase(), ""), or(setting.description(), "")));
      settings.print(out);
    }
  }

  private static String kind(DescribedBuildpack one) {
    return one.kind() == null ? "-" : one.kind().equals("system") ? "ours" : one.kind();
  }

  private static String state(DescribedBuildpack one) {
    return (one.state().equals("AWAITING_UPLOAD") ? "waits for its upload" : one.enabled() ? "enabled" : "disabled") + (one.locked() ? ", locked" : "");
  }

  private static String or(@Nullable String text, String other) {
    return text == null ? other : text;
  }

  private static void line(PrintStream out, String name, @Nullable Object value) {
    if (value != null) {
      out.printf("%-10s%s%n", name, value);
    }
  }
}
