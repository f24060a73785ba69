package dev.ingot.bench.export;

import com.sun.management.OperatingSystemMXBean;
import dev.ingot.bench.Bench;
import dev.ingot.bench.BenchFailure;
import dev.ingot.bench.Setting;
import dev.ingot.bench.measure.Rounds;
import dev.ingot.bench.measure.Samples;
import dev.ingot.bench.report.Row;
import dev.ingot.bench.shell.Commands;
import dev.ingot.oci.layer.Layer;
import dev.ingot.oci.layer.LayerTarWriter;
import dev.ingot.oci.layer.Owner;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One layer of a large app directory: our exporter's writer, which also hashes twice, against GNU tar and gzip -1. */
public final class ExportSpeed implements Bench {
  private static final Owner OWNER = new Owner(2000, 2000);
  private static final Pattern TIMES = Pattern.compile("user ([0-9.]+) system ([0-9.]+) wall ([0-9.]+)");
  private static final int ROUNDS = 5;

  @Override
  public String name() {
    return "export";
  }

  @Override
  public String title() {
    return "Export of an app directory";
  }

  @Override
  public String method() {
    return "300 MB in 40,000 files (9 of 10 text, 1 of 10 random bytes), in the page cache. Ours: the writer of every layer, which reads each file once, makes the tar, hashes it (diff ID), "
        + "compresses it in blocks on all processors, hashes that (digest) and writes the file; CPU of this whole JVM after two warm-ups, as in a cell that has staged before. "
        + "Unchanged: only the diff ID, which is what an export does for a directory the previous image had. Peer: `tar --sort=name -cf - | gzip -1 > file`, "
        + "CPU of both by bash's `time`; it hashes nothing.";
  }

  @Override
  public List<Row> run(Setting setting) throws Exception {
    return run(setting.scratch());
  }

  /** Needs no platform. */
  List<Row> run(Path scratch) throws Exception {
    Path app = Files.createDirectory(scratch.resolve("export-app"));
    AppTree.write(app);
    Path ours = scratch.resolve("export-ours.tar.gz");
    Path theirs = scratch.resolve("export-theirs.tar.gz");
    Map<String, Samples> all = new Rounds().add("ours", round -> ours(app, ours)).add("peer", round -> peer(app, theirs)).run(2, ROUNDS);
    long size = Files.size(ours);
    require(size < Files.size(theirs) * 1.3, "our layer has " + size + " bytes, the peer's " + Files.size(theirs));
    Samples peer = all.get("tar | gzip -1");
    return List.of(Row.against("CPU of one layer, read to stored", "ms", all.get("ours, CPU"), peer, 1.0, "≤ tar | gzip -1"),
        Row.against("CPU of the same, nothing changed", "ms", all.get("ours, unchanged, CPU"), peer, 1.0, ""),
        Row.plain("CPU of tar | gzip -1", "ms", peer),
        Row.against("time of one layer", "ms", all.get("ours, wall"), all.get("tar | gzip -1, wall"), 1.0, ""),
        Row.plain("time of tar | gzip -1", "ms", all.get("tar | gzip -1, wall")),
        Row.plain("size of our layer", "MB", Samples.of("size", size / 1e6)), Row.plain("size of the peer's", "MB", Samples.of("size", Files.size(theirs) / 1e6)));
  }

  private static Map<String, Double> ours(Path app, Path file) throws IOException {
    Files.deleteIfExists(file);
    long start = System.nanoTime();
    long cpu = cpu();
    Layer layer;
    try (LayerTarWriter tar = LayerTarWriter.gzip(file)) {
      tar.tree(app, "/home/vcap/app", OWNER);
      layer = tar.finish();
    }
    double used = (cpu() - cpu) / 1e6;
    double wall = Rounds.since(start);
    long before = cpu();
    try (LayerTarWriter tar = LayerTarWriter.plain(OutputStream.nullOutputStream())) {
      tar.tree(app, "/home/vcap/app", OWNER);
      require(tar.finish().diffId().equals(layer.diffId()), "the same tree twice has two diff IDs");
    }
    return Map.of("ours, CPU", used, "ours, wall", wall, "ours, unchanged, CPU", (cpu() - before) / 1e6);
  }

  private static Map<String, Double> peer(Path app, Path file) {
    String script = "TIMEFORMAT='user %3U system %3S wall %3R'; time (tar --sort=name -C \"$1\" -cf - . | gzip -1 > \"$2\")";
    String output = Commands.run(Path.of("/"), Map.of("LC_ALL", "C"), Duration.ofMinutes(3), List.of("bash", "-c", script, "peer", app.toString(), file.toString()))
        .mustSucceed("tar | gzip -1").output();
    Matcher times = TIMES.matcher(output);
    require(times.find(), "bash's time printed " + output);
    double user = Double.parseDouble(times.group(1));
    return Map.of("tar | gzip -1", (user + Double.parseDouble(times.group(2))) * 1000, "tar | gzip -1, wall", Double.parseDouble(times.group(3)) * 1000);
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
  }

  private static void require(boolean condition, String found) {
    if (!condition) {
      throw new BenchFailure("the export is not what it should be: " + found);
    }
  }
}
