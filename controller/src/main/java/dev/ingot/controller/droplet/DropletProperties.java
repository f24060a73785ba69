package dev.ingot.controller.droplet;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * `ingot.droplets.*`.
 *
 * @param kept droplets of an app that can run; older ones expire and lose their image
 * @param maxUnpacked bytes of all files in an uploaded droplet
 */
@ConfigurationProperties("ingot.droplets")
public record DropletProperties(@DefaultValue("5") int kept, @DefaultValue("4GB") DataSize maxUnpacked) {
  public DropletProperties {
    if (kept < 1 || maxUnpacked.toBytes() < 1) {
      throw new IllegalArgumentException("ingot.droplets: kept and max-unpacked must be at least 1");
    }
  }
}
