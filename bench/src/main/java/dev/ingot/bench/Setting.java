package dev.ingot.bench;

import dev.ingot.bench.platform.Installation;
import java.nio.file.Path;

/**
 * What a benchmark runs in.
 *
 * @param installation the running platform
 * @param scratch directory of this run, deleted at its end; the same file system as /var/tmp
 */
public record Setting(Installation installation, Path scratch) {}
