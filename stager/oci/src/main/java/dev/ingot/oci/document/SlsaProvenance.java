package dev.ingot.oci.document;

import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.OciJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says how an image came to be: an in-toto statement (v1) with a SLSA provenance (v1) as predicate. It is not signed. Not thread-safe. Source:
 * slsa.dev, "Provenance v1"; in-toto attestation framework, "Statement v1".
 */
public final class SlsaProvenance {
  private final ObjectNode statement = OciJson.object();
  private final ObjectNode predicate;
  private final ObjectNode external;
  private final ObjectNode internal;
  private final ArrayNode dependencies;

  /** @param repository the image's @param buildType what was done, as a URI */
  public SlsaProvenance(String repository, Digest image, String buildType) {
    statement.put("_type", "https://in-toto.io/Statement/v1");
    statement.putArray("subject").addObject().put("name", repository).putObject("digest").put(image.algorithm(), image.hex());
    statement.put("predicateType", "https://slsa.dev/provenance/v1");
    predicate = statement.putObject("predicate");
    ObjectNode definition = predicate.putObject("buildDefinition").put("buildType", buildType);
    external = definition.putObject("externalParameters");
    internal = definition.putObject("internalParameters");
    dependencies = definition.putArray("resolvedDependencies");
  }

  /** What was asked for, to be filled. */
  public ObjectNode external() {
    return external;
  }

  /** What the platform decided, to be filled. */
  public ObjectNode internal() {
    return internal;
  }

  /** Something it was made of; left out when that is no digest. */
  public void dependency(String name, String digest) {
    if (Digest.isDigest(digest)) {
      Digest known = Digest.of(digest);
      dependencies.addObject().put("name", name).putObject("digest").put(known.algorithm(), known.hex());
    }
  }

  /** The statement. @param builder who did it, as a URI @param invocation which of their deeds it was */
  public byte[] bytes(String builder, String invocation, Instant started, Instant finished) {
    ObjectNode run = predicate.putObject("runDetails");
    run.putObject("builder").put("id", builder);
    run.putObject("metadata").put("invocationId", invocation).put("startedOn", started.truncatedTo(ChronoUnit.SECONDS).toString())
        .put("finishedOn", finished.truncatedTo(ChronoUnit.SECONDS).toString());
    return OciJson.bytes(statement);
  }
}
