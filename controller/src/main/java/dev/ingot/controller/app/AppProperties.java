package dev.ingot.controller.app;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * `ingot.apps.*`: what apps get when they do not say, and how much they may ask for.
 *
 * @param memory of one instance of a new process
 * @param disk of one instance of a new process
 * @param stagingMemory of a build
 * @param stagingDisk of a build
 * @param maxInstances of one process
 */
@ConfigurationProperties("ingot.apps")
public record AppProperties(@DefaultValue("512MB") DataSize memory, @DefaultValue("1GB") DataSize disk,
    @DefaultValue("1GB") DataSize stagingMemory, @DefaultValue("4GB") DataSize stagingDisk, @DefaultValue("10000") int maxInstances) {
  public AppProperties {
    if (memory.toMegabytes() < 1 || disk.toMegabytes() < 1 || stagingMemory.toMegabytes() < 1 || stagingDisk.toMegabytes() < 1) {
      throw new IllegalArgumentException("ingot.apps: memory, disk, staging-memory and staging-disk must be at least 1MB");
    }
    if (maxInstances < 1) {
      throw new IllegalArgumentException("ingot.apps.max-instances must be at least 1");
    }
  }
}
