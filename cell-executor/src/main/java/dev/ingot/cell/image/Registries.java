package dev.ingot.cell.image;

import dev.ingot.api.cell.v1.Image;
import dev.ingot.oci.registry.Credentials;
import dev.ingot.oci.registry.RegistryClient;
import dev.ingot.stager.analyze.ImageRegistries;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The registry an image lies in: the controller's, with the cell's own rights, or any other with the credentials the image comes with. Thread-safe. */
public final class Registries implements ImageRegistries {
  /** Stands for the controller's registry, entered with the user's rights and not the cell's. */
  public static final String PLATFORM = "platform:";
  private static final int REMEMBERED = 64;

  private final RegistryClient own;
  private final Map<Image, RegistryClient> others = new LinkedHashMap<>(16, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<Image, RegistryClient> eldest) {
      return size() > REMEMBERED;
    }
  };

  public Registries(RegistryClient own) {
    this.own = own;
  }

  /** @throws IOException when certificate authorities cannot be read */
  @Override
  public RegistryClient of(Image image) throws IOException {
    if (image.getRegistry().isEmpty()) {
      return own;
    }
    Image key = image.toBuilder().clearDigest().clearRepository().build();
    synchronized (others) {
      RegistryClient known = others.get(key);
      if (known == null) {
        known = open(image);
        others.put(key, known);
      }
      return known;
    }
  }

  private RegistryClient open(Image image) throws IOException {
    Credentials credentials = credentials(image.getUsername(), image.getPassword());
    return image.getRegistry().equals(PLATFORM) ? new RegistryClient(own.origin(), credentials)
        : RegistryClient.toAny(URI.create(image.getRegistry()), credentials, image.getAuthorities());
  }

  private static @Nullable Credentials credentials(String user, String password) {
    return user.isEmpty() && password.isEmpty() ? null : new Credentials(user, password);
  }
}
