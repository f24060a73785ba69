package dev.ingot.controller.packages;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * `ingot.packages.*`: what an upload may hold.
 *
 * @param maxUpload bytes of the uploaded zip
 * @param maxUnpacked bytes of all files of an app together
 * @param maxEntries files, directories and links of an app
 * @param kept packages of an app with bits; older ones expire
 */
@ConfigurationProperties("ingot.packages")
public record PackageProperties(@DefaultValue("1GB") DataSize maxUpload, @DefaultValue("4GB") DataSize maxUnpacked,
    @DefaultValue("200000") int maxEntries, @DefaultValue("5") int kept) {
  public PackageProperties {
    if (maxUpload.toBytes() < 1 || maxUnpacked.toBytes() < 1 || maxEntries < 1 || kept < 1) {
      throw new IllegalArgumentException("ingot.packages: max-upload, max-unpacked, max-entries and kept must be positive");
    }
  }
}
