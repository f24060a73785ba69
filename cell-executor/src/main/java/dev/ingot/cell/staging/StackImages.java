package dev.ingot.cell.staging;

import dev.ingot.api.cell.v1.Image;
import dev.ingot.cell.config.CellConfig;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.image.OciJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Has the stacks' images fetched as soon as the controller knows them, so that the first push does not wait for that. For one thread. */
public final class StackImages {
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int MAX_IMAGES = 16;

  private final CellConfig config;
  private final Consumer<Image> fetch;
  private final Set<String> seen = new HashSet<>();

  /** @param fetch gets each image once; returns at once */
  public StackImages(CellConfig config, Consumer<Image> fetch) {
    this.config = config;
    this.fetch = fetch;
  }

  /** Asks for the stacks of now. @throws IOException when the controller does not tell; to be asked again later */
  public void look() throws IOException {
    HttpURLConnection connection = (HttpURLConnection) config.controllerHttp().resolve("/internal/stacks").toURL().openConnection(Proxy.NO_PROXY);
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    String login = Base64.getEncoder().encodeToString(("cell:" + config.joinToken()).getBytes(StandardCharsets.UTF_8));
    connection.setRequestProperty("Authorization", "Basic " + login);
    try {
      if (connection.getResponseCode() != 200) {
        throw new IOException("GET " + connection.getURL() + " answered " + connection.getResponseCode());
      }
      try (InputStream in = connection.getInputStream()) {
        read(OciJson.object(in.readNBytes(1 << 20), "the list of stacks"));
      }
    } catch (ImageFormatException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      connection.disconnect();
    }
  }

  private void read(JsonNode stacks) {
    for (JsonNode stack : stacks) {
      for (String kind : new String[] {"build", "run"}) {
        String digest = stack.path(kind).path("digest").asString("");
        if (Digest.isDigest(digest) && seen.size() < MAX_IMAGES && seen.add(digest)) {
          JsonNode image = stack.path(kind);
          fetch.accept(Image.newBuilder().setRepository(image.path("repository").asString("")).setDigest(digest)
              .setRegistry(image.path("registry").asString("")).setUsername(image.path("username").asString(""))
              .setPassword(image.path("password").asString("")).setAuthorities(image.path("authorities").asString("")).build());
        }
      }
    }
  }
}
