package dev.ingot.stager.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.ingot.api.cell.v1.Image;
import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StageBuildpack;
import dev.ingot.api.cell.v1.StagedDroplet;
import dev.ingot.api.cell.v1.StagedLayer;
import dev.ingot.api.cell.v1.StagingFailure;
import dev.ingot.api.cell.v1.StagingResult;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.layer.LayerTarWriter;
import dev.ingot.oci.layer.Owner;
import dev.ingot.oci.registry.ImageFromTar;
import dev.ingot.oci.registry.RegistryClient;
import dev.ingot.stager.sandbox.Sandboxes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stagings by hand-written classic buildpacks, and the images they make, run by their own launcher. */
@Timeout(120)
class ClassicIT {
  private static final String RELEASE = "printf -- '---\\ndefault_process_types:\\n  web: serve --from release\\naddons: []\\n'\n";

  @TempDir Path dir;
  private TestRegistry server;
  private RegistryClient registry;
  private String runDigest = "";
  private int builds;
  private String previous = "";
  private final Map<String, Path> uploaded = new LinkedHashMap<>();
  private final List<StageBuildpack> order = new ArrayList<>();
  private final List<String> log = new ArrayList<>();

  @BeforeEach
  void stack() throws IOException {
    boolean root = "root".equals(System.getProperty("user.name"));
    assumeTrue(root || Boolean.getBoolean("ingot.it.required"), "chroot and mounts need root");
    server = new TestRegistry();
    registry = new RegistryClient(server.origin(), null);
    Path tar = dir.resolve("stack.tar");
    try (var writer = LayerTarWriter.plain(Files.newOutputStream(tar))) {
      writer.file("/etc/os-release", 0644, Owner.ROOT, "ID=debian\n".getBytes());
      writer.finish();
    }
    // what Jib would drop is written by ourselves: Jib tries TLS first, which costs this registry a second each time
    var config = ImageConfig.parse(("{\"architecture\":\"" + ImageConfig.hostArchitecture()
        + "\",\"os\":\"linux\",\"config\":{\"StopSignal\":\"SIGTERM\"},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}").getBytes()).withUser("2000:2000").withEnv(Map.of("PATH", "/usr/bin:/bin"));
    runDigest = ImageFromTar.push(registry, "stacks/test/run", "latest", tar, config).value();
    ImageFromTar.push(registry, "stacks/test/build", "latest", tar, config);
    Files.createDirectories(dir.resolve("buildpacks"));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      registry.close();
      server.close();
    }
  }

  @Test
  void compileOnlyBuildpack_isDetected_compiles_andItsAppRuns() throws Exception {
    // the archive of a repository: everything is in one directory
    uploaded("old", "old-buildpack-1.2/", Map.of("detect", "[ -f \"$1/index.txt\" ] && echo Old 1.2\n", "release", RELEASE, "compile", """
        echo "compile $# $1 $2 as $(id -u), cwd $(pwd)"
        echo "Heroku's third: app $(cat "$3/VCAP_APPLICATION")"
        echo "stack $CF_STACK lang $LANG home $HOME user $USER mem $MEMORY_LIMIT app $VCAP_APPLICATION services $VCAP_SERVICES db $DATABASE_URL"
        mkdir -p "$1/.profile.d" "$1/bin"
        echo 'export GREETING="from .profile.d after $FIRST"' > "$1/.profile.d/10.sh"
        printf '#!/bin/sh\\necho "serving $* $GREETING then $LAST in $(pwd) home $HOME deps $DEPS_DIR tmp ${TMPDIR:-}"\\n' > "$1/bin/serve"
        chmod +x "$1/bin/serve"
        """));
    Files.writeString(dir.resolve("old/old-buildpack-1.2/VERSION"), "1.2\n");
    StagedDroplet droplet = staged(stage(Map.of("index.txt", "x", ".profile", "export PATH=$HOME/bin:$PATH LAST=\".profile:$GREETING\"\n")));
    assertThat(log).contains("detected old: Old 1.2", "compile 3 /home/vcap/app /tmp/cache/final as 2000, cwd /home/vcap", "Heroku's third: app {\"name\":\"a\"}",
        "stack cflinuxfs4 lang en_US.UTF-8 home /home/vcap user vcap mem 512m app {\"name\":\"a\"} services {} db postgres://u:p@h/d");
    assertThat(droplet.getBuildpacksList()).extracting(b -> b.getId() + "|" + b.getName() + "|" + b.getVersion()).containsExactly("old|Old 1.2|1.2");
    assertThat(droplet.getProcessesList()).extracting(p -> p.getType() + "=" + p.getCommand()).containsExactly("web=serve --from release");
    List<String> said = run(droplet, List.of("/cnb/process/web"));
    assertThat(said).containsExactly("Invoking pre-start scripts.", "serving --from release from .profile.d after  then .profile:from .profile.d after"
        + "  in /home/vcap/app home /home/vcap/app deps /home/vcap/deps tmp /tmp");
    assertThat(run(droplet, List.of("/cnb/lifecycle/launcher", "echo \"a task: $LAST\"")).getLast()).startsWith("a task: .profile:from");
  }

  @Test
  void twoBuildpacks_supplyAndFinalize_andUnchangedDepsAreReused() throws Exception {
    uploaded("tools", "", Map.of("supply", """
        echo "supply $# $1 $2 $3 $4"
        mkdir -p "$3/$4/v1" "$3/$4/bin"
        printf '#!/bin/sh\\necho tool of $0\\n' > "$3/$4/v1/tool"
        chmod +x "$3/$4/v1/tool"
        ln -s ../v1/tool "$3/$4/bin/tool"
        printf 'name: toolbox\\nversion: 1.2.3\\nconfig: {}\\n' > "$3/$4/config.yml"
        printf 'processes:\\n- type: helper\\n  command: helper run\\n  limits: {memory: 32}\\n  platforms: {cloudfoundry: {sidecar_for: [web, worker]}}\\n- {type: worker, command: work}\\n- {type: web, command: early}\\n' > "$3/$4/launch.yml"
        """));
    uploaded("last", "", Map.of("detect", "exit 1", "supply", "echo \"last supply $# $4\"; echo kept > \"$3/$4/data\"\n", "finalize", """
        echo "finalize $# $1 $2 $3 $4 $5 sees $(cat "$3/$4/data") $(ls "$3")"
        echo 'export PATH="$DEPS_DIR/0/bin:$PATH"' > "$5/000_multi-supply.sh"
        """, "release", RELEASE));
    StagedDroplet first = staged(stage(Map.of("a.txt", "1"), "tools", "last"));
    String hash = log.stream().filter(line -> line.startsWith("supply 4 ")).findFirst().orElseThrow();
    assertThat(hash).matches("supply 4 /home/vcap/app /tmp/cache/[0-9a-f]{16} /home/vcap/deps 0");
    assertThat(log).contains("last supply 4 1", "finalize 5 /home/vcap/app /tmp/cache/final /home/vcap/deps 1 /home/vcap/profile.d sees kept 0");
    assertThat(first.getProcessesList()).extracting(p -> p.getType() + "=" + p.getCommand()).containsExactly("web=serve --from release", "worker=work");
    assertThat(first.getSidecarsList()).singleElement().satisfies(sidecar -> assertThat(sidecar.getName() + sidecar.getCommand() + sidecar.getProcessTypesList()
        + sidecar.getMemoryMb()).isEqualTo("helperhelper run[web, worker]32"));
    assertThat(first.getBuildpacksList()).extracting(b -> b.getName() + " " + b.getVersion()).containsExactly("toolbox 1.2.3", "last ");
    assertThat(run(first, List.of("/cnb/lifecycle/launcher", "tool")).getLast()).isEqualTo("tool of /home/vcap/deps/0/bin/tool");

    previous = first.getImage().getDigest();
    StagedDroplet second = staged(stage(Map.of("a.txt", "2"), "tools", "last"));
    assertThat(second.getLayersList()).filteredOn(layer -> !layer.getReused()).extracting(StagedLayer::getCreatedBy).containsExactly("Application Layer");
    assertThat(second.getLayersList()).extracting(StagedLayer::getCreatedBy).contains("Layer: 'deps-0', Created by buildpack: cf/classic@1");
  }

  @Test
  void scriptsRenameBetweenAppDepsAndTemporaryFiles_andWriteBesideThemselves() throws Exception {
    // os.Rename, as Cloud Foundry's own do it: it does not copy like mv does
    uploaded("mover", "", Map.of("supply", """
        set -e
        echo x > "$TMPDIR/single"
        python3 -c 'import os, sys; os.rename(sys.argv[1], sys.argv[2])' "$TMPDIR/single" "$3/$4/single"
        here=$(dirname "$(dirname "$0")")
        echo 'export A=1' > "$here/export"
        echo "beside $(cat "$here/export"), $(wc -c < "$here/big") large"
        """, "finalize", """
        python3 -c 'import os, sys; os.rename(sys.argv[1], sys.argv[2])' "$1/a.txt" "$TMPDIR/a.txt" && mkdir "$1/public" &&
          python3 -c 'import os, sys; os.rename(sys.argv[1], sys.argv[2])' "$TMPDIR/a.txt" "$1/public/a.txt"
        """, "release", RELEASE));
    Files.write(dir.resolve("mover/big"), new byte[3 << 20]);
    StagedDroplet droplet = staged(stage(Map.of("a.txt", "moved"), "mover"));
    assertThat(log).contains("beside export A=1, 3145728 large");
    assertThat(dir.resolve("mover/export")).as("what all builds share is not touched").doesNotExist();
    assertThat(run(droplet, List.of("/cnb/lifecycle/launcher", "cat public/a.txt $DEPS_DIR/0/single")).getLast()).isEqualTo("movedx");
  }

  @Test
  void aLinkInThePlaceOfADirectoryOfOurs_isNotFollowed() throws Exception {
    for (String directory : List.of("app", "deps", "profile.d")) {
      uploaded("evil", "", Map.of("compile", "cd / && mv /home/vcap/" + directory + " /home/vcap/moved && ln -s /etc /home/vcap/" + directory + "\n", "release", RELEASE));
      StagingFailure failed = failed(stage(Map.of("a.txt", "x"), "evil"));
      assertThat(failed.getReason()).as(directory).contains("bin/compile removed or replaced /home/vcap/" + directory);
    }
  }

  @Test
  void failures_haveCloudFoundrysNames() throws Exception {
    uploaded("no", "", Map.of("detect", "echo not mine; exit 1\n", "compile", "", "release", RELEASE));
    uploaded("broken", "", Map.of("detect", "echo oops >&2; exit 7\n", "compile", "", "release", RELEASE));
    StagingFailure detect = failed(stage(Map.of("a.txt", "x")));
    assertThat(detect.getCode()).isEqualTo("NoAppDetectedError");
    assertThat(detect.getPhase()).isEqualTo("detect");
    assertThat(detect.getReason()).contains("no, broken");
    assertThat(log).contains("detect of broken failed: exit status 7").noneMatch(line -> line.contains("not mine"));

    uploaded("compile", "", Map.of("compile", "echo compiling; exit 3\n", "release", RELEASE));
    StagingFailure compile = failed(stage(Map.of("a.txt", "x"), "compile"));
    assertThat(compile.getCode() + " " + compile.getPhase() + " " + compile.getBuildpack() + " " + compile.getExitCode()).isEqualTo("BuildpackCompileFailed build compile 3");
    assertThat(compile.getReason()).contains("bin/compile", "exit status 3");
    assertThat(compile.getLastLinesList()).containsExactly("compiling");
    assertThat(compile.getRemedy()).isNotEmpty();

    uploaded("release", "", Map.of("compile", "", "release", "echo no way; exit 4\n"));
    StagingFailure release = failed(stage(Map.of("a.txt", "x"), "release"));
    assertThat(release.getCode() + " " + release.getPhase() + " " + release.getExitCode()).isEqualTo("BuildpackReleaseFailed release 4");
    uploaded("garbage", "", Map.of("compile", "", "release", "echo 'a: b: c'\n"));
    assertThat(failed(stage(Map.of("a.txt", "x"), "garbage")).getCode()).isEqualTo("BuildpackReleaseFailed");
    uploaded("without", "", Map.of("compile", ""));
    assertThat(failed(stage(Map.of("a.txt", "x"), "without")).getCode()).isEqualTo("BuildpackReleaseFailed");

    uploaded("supply", "", Map.of("supply", "exit 5\n", "finalize", "", "release", RELEASE));
    assertThat(failed(stage(Map.of("a.txt", "x"), "supply", "no")).getCode()).as("an earlier supply is no compile").isEqualTo("StagingError");
    assertThat(failed(stage(Map.of("a.txt", "x"), "supply")).getCode()).as("that of the last one is").isEqualTo("BuildpackCompileFailed");
    assertThat(failed(stage(Map.of("a.txt", "x"), "no", "supply")).getReason()).contains("'no' does not support apps with several buildpacks");
  }

  @Test
  void lastWithoutFinalize_isWarnedOf_andOnlyItsWorkCounts() throws Exception {
    uploaded("tools", "", Map.of("supply", "echo x > $3/$4/x\n"));
    uploaded("old", "", Map.of("compile", "ls /home/vcap/deps\n", "release", RELEASE));
    staged(stage(Map.of("a.txt", "x"), "tools", "old"));
    assertThat(log).anyMatch(line -> line.startsWith("Warning: buildpack 'old' comes last and has no bin/finalize")).contains("0").doesNotContain("1");
  }

  @Test
  void elevenBuildpacks_haveIndicesOfTwoDigits() throws Exception {
    var names = new ArrayList<String>();
    for (int i = 0; i < 10; i++) {
      uploaded("bp" + i, "", Map.of("supply", "echo \"index $4\"; printf 'processes: [{type: p%s, command: run}]\\n' $4 > $3/$4/launch.yml\n"));
      names.add("bp" + i);
    }
    uploaded("last", "", Map.of("finalize", "echo \"index $4 of $(ls $3 | tr '\\n' ' ')\"\n", "release", RELEASE));
    names.add("last");
    StagedDroplet droplet = staged(stage(Map.of("a.txt", "x"), names.toArray(String[]::new)));
    assertThat(log).contains("index 00", "index 09", "index 10 of 00 01 02 03 04 05 06 07 08 09 10 ");
    assertThat(droplet.getProcessesList()).extracting(p -> p.getType()).contains("p00", "p09", "web");
  }

  @Test
  void caches_comeBack_perBuildpack_andGoWithIt() throws Exception {
    String count = "echo x >> \"$2/count\"; echo \"$0 built $(wc -l < \"$2/count\") times\"\n";
    uploaded("tools", "", Map.of("supply", count));
    uploaded("last", "", Map.of("finalize", count, "release", RELEASE));
    staged(stage(Map.of("a.txt", "x"), "tools", "last"));
    staged(stage(Map.of("a.txt", "x"), "tools", "last"));
    assertThat(log).filteredOn(line -> line.endsWith("built 2 times")).hasSize(2);
    staged(stage(Map.of("a.txt", "x"), "last"));
    assertThat(log).anyMatch(line -> line.endsWith("finalize built 3 times"));
    staged(stage(Map.of("a.txt", "x"), "tools", "last"));
    assertThat(log).as("not used by the build before, so not kept").anyMatch(line -> line.endsWith("supply built 1 times"));
  }

  @Test
  void procfile_winsOverRelease_andABadOneIsNamed() throws Exception {
    uploaded("old", "", Map.of("compile", "", "release", RELEASE));
    StagedDroplet droplet = staged(stage(Map.of("Procfile", "web: other $PORT\nclock: tick\n"), "old"));
    assertThat(droplet.getProcessesList()).extracting(p -> p.getType() + "=" + p.getCommand()).containsExactly("clock=tick", "web=other $PORT");
    assertThat(failed(stage(Map.of("Procfile", "web: [a\n"), "old")).getReason()).contains("Procfile");
    assertThat(failed(stage(Map.of("Procfile", "../x: a\n"), "old")).getReason()).contains("'../x'");
    uploaded("silent", "", Map.of("compile", "", "release", "echo '--- {}'\n"));
    assertThat(staged(stage(Map.of("a.txt", "x"), "silent")).getProcessesList()).isEmpty();
    assertThat(log).anyMatch(line -> line.startsWith("Warning: neither the buildpack nor a Procfile"));
  }

  @Test
  void git_branchCommitAndZip_areFetched_andWhatCannotBeIsNamed() throws Exception {
    Path repository = dir.resolve("srv/made");
    script(repository.resolve("bin/compile"), "echo made on main\n");
    script(repository.resolve("bin/release"), RELEASE);
    sh(repository, "git init -q -b main . && git add . && git -c user.name=t -c user.email=t@t commit -qm 1 && git checkout -qb dev "
        + "&& echo 'echo made on dev' >> bin/compile && git -c user.name=t -c user.email=t@t commit -qam 2 && git checkout -q main && git update-server-info && chown -R 2000:2000 .");
    String commit = Files.readString(repository.resolve(".git/refs/heads/dev")).strip();
    staged(stage(Map.of("a.txt", "x"), url("file:///srv/made")));
    assertThat(log).contains("Downloading buildpack file:///srv/made", "made on main").doesNotContain("made on dev");
    staged(stage(Map.of("a.txt", "x"), url("file:///srv/made#dev")));
    assertThat(log).contains("made on dev");
    staged(stage(Map.of("a.txt", "x"), url("file:///srv/made#" + commit)));
    assertThat(log).contains("made on dev");
    assertThat(failed(stage(Map.of("a.txt", "x"), url("file:///srv/made#gone"))).getReason()).contains("buildpack file:///srv/made#gone cannot be fetched", "gone");

    HttpServer files = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    files.createContext("/", exchange -> {
      Path file = dir.resolve("srv" + exchange.getRequestURI().getPath()).normalize();
      byte[] content = Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
      exchange.sendResponseHeaders(content == null ? 404 : 200, content == null ? -1 : Math.max(content.length, 1));
      if (content != null) {
        exchange.getResponseBody().write(content);
      }
      exchange.close();
    });
    files.start();
    try {
      String origin = "http://127.0.0.1:" + files.getAddress().getPort();
      staged(stage(Map.of("a.txt", "x"), url(origin.replace("//", "//me:secret@") + "/made/.git#dev")));
      assertThat(log).as("a server of plain files cannot give a part").contains("made on dev").noneMatch(line -> line.contains("secret"));
      sh(dir.resolve("srv"), "python3 -m zipfile -c made.zip made && python3 -m zipfile -c climbs.zip /etc/hostname && sed -i s,hostname,../stname, climbs.zip");
      staged(stage(Map.of("a.txt", "x"), url(origin + "/made.zip")));
      assertThat(log).contains("made on main");
      assertThat(failed(stage(Map.of("a.txt", "x"), url(origin + "/climbs.zip"))).getReason()).contains(origin + "/climbs.zip");
      StagingFailure gone = failed(stage(Map.of("a.txt", "x"), url(origin.replace("//", "//me:secret@") + "/gone.zip")));
      assertThat(gone.getCode() + gone.getPhase()).isEqualTo("StagingErrorfetch");
      assertThat(gone.getReason()).contains("/gone.zip cannot be fetched", "404").doesNotContain("secret");
      assertThat(failed(stage(Map.of("a.txt", "x"), url(origin.replace("//", "//me:secret@") + "/none.git"))).toString()).contains("git clone failed").doesNotContain("secret");
    } finally {
      files.stop(0);
    }
  }

  @Test
  void hostileOutput_harmsNobody() throws Exception {
    uploaded("evil", "", Map.of("supply", "rm -rf $3/$4; ln -s /etc $3/$4\n"));
    uploaded("last", "", Map.of("finalize", "ln -s /etc/shadow $5/x.sh; mkdir $2/deps-0 $3/own; mkfifo $3/$4/launch.yml\n", "release", RELEASE));
    StagingFailure fifo = failed(stage(Map.of("a.txt", "x"), "evil", "last"));
    assertThat(fifo.getCode()).isEqualTo("BuildpackReleaseFailed");
    assertThat(fifo.getReason()).contains("launch.yml is not a regular file");
    uploaded("last", "", Map.of("finalize", "ln -s /etc/shadow $3/$4/launch.yml\n", "release", RELEASE));
    assertThat(failed(stage(Map.of("a.txt", "x"), "last")).getReason()).contains("not a regular file");
    uploaded("last", "", Map.of("finalize", "true\n", "release", RELEASE));
    StagedDroplet droplet = staged(stage(Map.of("a.txt", "x"), "evil", "last"));
    assertThat(droplet.getLayersList()).extracting(StagedLayer::getCreatedBy).noneMatch(name -> name.contains("deps-0"));
    Path outside = Files.createDirectories(dir.resolve("outside"));
    Files.writeString(outside.resolve("launch.yml"), "processes:\n- type: stolen\n  command: x\n");
    Files.writeString(outside.resolve("config.yml"), "name: stolen\n");
    uploaded("linked", "", Map.of("supply", "rm -rf $3/$4; ln -s " + outside + " $3/$4\n"));
    StagedDroplet linked = staged(stage(Map.of("a.txt", "x"), "linked", "last"));
    assertThat(linked.getProcessesList()).extracting(p -> p.getType()).as("a link leads to nothing of the machine's").containsExactly("web");
    assertThat(linked.getBuildpacksList()).extracting(b -> b.getName()).doesNotContain("stolen");
    uploaded("beside", "", Map.of("finalize", "printf 'processes:\\n- type: a\\n  command: x\\n  platforms: {cloudfoundry: {sidecar_for: [\"we\\\\0b\"]}}\\n' > $3/$4/launch.yml\n"));
    assertThat(failed(stage(Map.of("a.txt", "x"), "beside")).getReason()).contains("process of the type 'we");
    uploaded("big", "", Map.of("compile", "", "release", "yes 'a: b' | head -c 3000000\n"));
    assertThat(failed(stage(Map.of("a.txt", "x"), "big")).getCode()).isEqualTo("BuildpackReleaseFailed");
  }

  @Test
  void bothKindsTogether_areRefused_andAListOfBothIsTriedInOrder() throws Exception {
    cnb("test/cnb", "[ -f cnb.txt ] || exit 100\n");
    uploaded("old", "", Map.of("detect", "[ -f \"$1/old.txt\" ]\n", "compile", "", "release", RELEASE));
    order.addFirst(StageBuildpack.newBuilder().setName("cnb").setId("test/cnb").setVersion("1.0.0").build());
    assertThat(failed(stage(Map.of("a.txt", "x"), "cnb", "old")).getReason()).contains("(old)", "(cnb)", "cannot build one app together");
    assertThat(used(stage(Map.of("old.txt", "x")))).isEqualTo("old");
    assertThat(used(stage(Map.of("cnb.txt", "x", "old.txt", "x")))).isEqualTo("test/cnb");
    order.add(order.removeFirst());
    assertThat(used(stage(Map.of("cnb.txt", "x", "old.txt", "x")))).isEqualTo("old");
    assertThat(used(stage(Map.of("cnb.txt", "x")))).isEqualTo("test/cnb");
    assertThat(failed(stage(Map.of("a.txt", "x"))).getReason()).contains("(tried old, test/cnb@1.0.0)");
  }

  private String used(StagingResult result) {
    return staged(result).getBuildpacks(0).getId();
  }

  private StagedDroplet staged(StagingResult result) {
    assertThat(result.hasStaged()).as("%s %s", result.getFailed(), log).isTrue();
    return result.getStaged();
  }

  private StagingFailure failed(StagingResult result) {
    assertThat(result.hasFailed()).as("%s", log).isTrue();
    return result.getFailed();
  }

  private String url(String address) {
    order.removeIf(one -> one.getName().equals(address));
    order.add(StageBuildpack.newBuilder().setName(address).setUrl(address).setClassic(true).build());
    return address;
  }

  /** @param inside "" or a directory with "/" at its end: where in the archive it is */
  private void uploaded(String name, String inside, Map<String, String> scripts) throws IOException {
    sh(dir, "rm -rf " + name);
    for (var one : scripts.entrySet()) {
      script(dir.resolve(name).resolve(inside + "bin/" + one.getKey()), one.getValue());
    }
    uploaded.put("sha256:" + name, dir.resolve(name));
    order.removeIf(one -> one.getName().equals(name));
    order.add(StageBuildpack.newBuilder().setName(name).setDigest("sha256:" + name).setClassic(true).setStack("cflinuxfs4").build());
  }

  private void cnb(String id, String detect) throws IOException {
    Path bin = Files.createDirectories(dir.resolve("buildpacks/" + id.replace('/', '_') + "/1.0.0/bin"));
    Files.writeString(bin.resolveSibling("buildpack.toml"), "api = \"0.10\"\n[buildpack]\nid = \"" + id + "\"\nversion = \"1.0.0\"\n");
    script(bin.resolve("detect"), detect);
    script(bin.resolve("build"), "printf '[[processes]]\\ntype = \"web\"\\ncommand = [\"x\"]\\n' > \"$CNB_LAYERS_DIR/launch.toml\"\n");
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text);
    Files.setAttribute(file, "unix:mode", 0755);
  }

  private static void sh(Path directory, String command) throws IOException {
    try {
      Process process = new ProcessBuilder("sh", "-ec", command).directory(directory.toFile()).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes());
      assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private StagingResult stage(Map<String, String> files, String... named) throws IOException {
    log.clear();
    Path zip = dir.resolve("app" + ++builds + ".zip");
    try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (var file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue().getBytes());
      }
    }
    var told = named.length == 0 ? order : List.of(named).stream().map(name -> order.stream().filter(one -> one.getName().equals(name)).findFirst().orElseThrow()).toList();
    var stage = Stage.newBuilder().setBuildGuid("build-" + builds).setStack("test").addAllBuildpacks(List.of(named)).addAllOrder(told)
        .putAllEnv(Map.of("MEMORY_LIMIT", "512m", "VCAP_APPLICATION", "{\"name\":\"a\"}", "VCAP_SERVICES", "{}", "DATABASE_URL", "postgres://u:p@h/d", "CF_STACK", "test"))
        .setBuildImage(Image.newBuilder().setRepository("stacks/test/build").setDigest("latest"))
        .setRunImage(Image.newBuilder().setRepository("stacks/test/run").setDigest(runDigest))
        .setPreviousImage(Image.newBuilder().setRepository("apps/a").setDigest(previous))
        .setTargetRepository("apps/a").setTargetTag("build-" + builds).setTimeoutSeconds(60).build();
    Path work = Files.createDirectory(dir.resolve("work" + builds));
    return new Stager().stage(new StagingRequest(stage, work, dir.resolve("cache"), dir.resolve("buildpacks"), uploaded, image -> registry, zip, (layer, file) -> { }),
        this::open, (error, line) -> log.add(line));
  }

  /** With a directory of repositories beside. */
  private dev.ingot.stager.sandbox.Sandbox open(Sandboxes.Spec spec) {
    var mounts = new ArrayList<>(spec.mounts());
    if (Files.isDirectory(dir.resolve("srv"))) {
      mounts.add(new Sandboxes.Mount(dir.resolve("srv"), "/srv", true));
    }
    return new LocalSandboxes().open(new Sandboxes.Spec(spec.id(), spec.buildImage(), mounts, spec.memoryBytes(), spec.diskBytes()));
  }

  /** What a command says in a container of the image. */
  private List<String> run(StagedDroplet droplet, List<String> command) throws Exception {
    Path root = Files.createDirectory(dir.resolve("root" + System.nanoTime()));
    var manifest = registry.getManifest("apps/a", droplet.getImage().getDigest());
    for (var layer : manifest.layers()) {
      Path blob = root.resolveSibling("blob.tgz");
      registry.getBlob("apps/a", layer.digest(), blob);
      sh(root, "tar -xpzf " + blob + " && rm " + blob);
    }
    var env = new LinkedHashMap<>(registry.getConfig("apps/a", manifest).env());
    var mounts = List.of(new Sandboxes.Mount(root.resolve("home"), "/home", false), new Sandboxes.Mount(root.resolve("layers"), "/layers", true),
        new Sandboxes.Mount(root.resolve("cnb"), "/cnb", true));
    var said = new ArrayList<String>();
    try (var sandbox = new LocalSandboxes().open(new Sandboxes.Spec("run", Image.getDefaultInstance(), mounts, 0, 0))) {
      var exit = sandbox.run(command, env, "/", Duration.ofSeconds(20), (line, error) -> said.add(line));
      assertThat(exit.status()).as("%s", said).isZero();
    }
    return said;
  }
}
