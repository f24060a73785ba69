package dev.ingot.cli.sbom;

import dev.ingot.api.droplet.Droplet;
import dev.ingot.cli.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An image in the platform's registry. @param repository `apps/<guid>` */
record ImageName(String repository, String digest) {
  private static final Pattern REFERENCE = Pattern.compile("[^/]+/([a-z0-9][a-z0-9._/-]*)@(sha(?:256|512):[0-9a-f]+)");

  static ImageName of(Droplet droplet) {
    Matcher reference = REFERENCE.matcher(String.valueOf(droplet.image()));
    if (!reference.matches()) {
      throw new Failure("droplet " + droplet.guid() + " has no image in the registry (its state is " + droplet.state() + "). Push the app again.");
    }
    return new ImageName(reference.group(1), reference.group(2));
  }
}
