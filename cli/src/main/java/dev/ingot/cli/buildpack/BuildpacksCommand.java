package dev.ingot.cli.buildpack;

import dev.ingot.api.buildpack.DescribedBuildpack;
import dev.ingot.cli.Failure;
import dev.ingot.cli.session.Output;
import dev.ingot.cli.session.Session;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** `ingot buildpacks` and `ingot buildpacks show ID`. */
@Command(name = "buildpacks", mixinStandardHelpOptions = true, description = "List the buildpacks of the platform in the order they are tried.",
    subcommands = BuildpacksCommand.Show.class,
    footer = {"", "Operators add, move and switch them with cf create-buildpack and cf update-buildpack.", "", "Examples:", "  ingot buildpacks", "  ingot buildpacks show ingot/nodejs"})
public final class BuildpacksCommand implements Callable<Integer> {
  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() {
    List<DescribedBuildpack> all = all(Session.open());
    if (!output.printed(all)) {
      BuildpackText.print(all, System.out);
    }
    return 0;
  }

  private static List<DescribedBuildpack> all(Session session) {
    return session.api().list("/v3/buildpack_descriptions?order_by=position&per_page=5000", DescribedBuildpack.class);
  }

  /** `ingot buildpacks show ID`. */
  @Command(name = "show", mixinStandardHelpOptions = true, description = "Show what a buildpack says of itself: settings, homepage, licences.",
      footer = {"", "Examples:", "  ingot buildpacks show ingot/nodejs", "  ingot buildpacks show nodejs_buildpack --json"})
  static final class Show implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "Id or name of the buildpack.")
    private String id = "";

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
      Session session = Session.open();
      List<DescribedBuildpack> found = all(session).stream().filter(one -> id.equals(one.id()) || id.equals(one.name())).toList();
      if (found.isEmpty()) {
        throw new Failure("there is no buildpack '" + id + "'. ingot buildpacks lists what is there.");
      }
      if (!output.printed(found.size() == 1 ? found.getFirst() : found)) {
        found.forEach(one -> BuildpackText.print(one, System.out));
      }
      return 0;
    }
  }
}
