package dev.ingot.cli.sbom;

import dev.ingot.api.app.App;
import dev.ingot.api.droplet.Droplet;
import dev.ingot.cli.Failure;
import dev.ingot.cli.output.Table;
import dev.ingot.cli.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** `ingot sbom NAME`: the software bill of materials of the app's current image, as it lies beside the image in the registry. */
@Command(name = "sbom", mixinStandardHelpOptions = true, sortOptions = false,
    description = "List what is in an app's image: libraries, runtimes, packages, with versions and licences.",
    footer = {"", "The document is CycloneDX JSON, made when the image was built (an OCI referrer of it).", "", "Examples:", "  ingot sbom shop",
        "  ingot sbom shop --format cyclonedx > shop.cdx.json"})
public final class SbomCommand implements Callable<Integer> {
  /** How it is printed; as people type it. */
  enum Format { table, cyclonedx }

  @Parameters(paramLabel = "NAME", description = "Name of the app.")
  private String name = "";

  @Option(names = "--format", paramLabel = "FORMAT", description = "table or cyclonedx (the document itself, JSON). Default: ${DEFAULT-VALUE}.", defaultValue = "table")
  private Format format = Format.table;

  @Option(names = "--json", description = "The same as --format cyclonedx.")
  private boolean json;

  @Override
  public Integer call() {
    Session session = Session.open();
    App app = session.app(name);
    byte[] document = session.api().call("GET", "/v3/droplets/" + droplet(session, app).guid() + "/sbom", null).body();
    if (json || format == Format.cyclonedx) {
      System.out.println(new String(document, StandardCharsets.UTF_8));
      return 0;
    }
    List<Component> components = Component.of(document);
    Table table = new Table("name", "version", "type", "licence");
    components.forEach(component -> table.row(component.name(), component.version(), component.type(), component.licence()));
    table.print(System.out);
    System.out.println(System.lineSeparator() + components.size() + " components");
    return 0;
  }

  private Droplet droplet(Session session, App app) {
    if ("docker".equals(app.lifecycle().type())) {
      throw new Failure("app " + name + " runs a docker image: the platform did not build it and has no bill of materials of it");
    }
    return session.api().getIfThere("/v3/apps/" + app.guid() + "/droplets/current", Droplet.class)
        .orElseThrow(() -> new Failure("app " + name + " has no droplet yet. In its directory: ingot push " + name));
  }
}
