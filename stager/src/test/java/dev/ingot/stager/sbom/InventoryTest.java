package dev.ingot.stager.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.oci.image.OciJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryTest {
  @TempDir Path dir;

  @Test
  void npmLock_withoutDevelopmentAndLinks() throws Exception {
    write("package-lock.json", """
        {"lockfileVersion":3,"packages":{"":{"name":"app"},
        "node_modules/express":{"version":"4.19.2"},"node_modules/@scope/a":{"version":"1.0.0"},
        "node_modules/a/node_modules/b":{"version":"2.0.0"},"node_modules/mocha":{"version":"10.0.0","dev":true},"node_modules/own":{"link":true}}}""");
    assertThat(purls()).containsExactly("pkg:npm/%40scope/a@1.0.0", "pkg:npm/b@2.0.0", "pkg:npm/express@4.19.2");
  }

  @Test
  void npmLockOfVersion1() throws Exception {
    write("package-lock.json", """
        {"lockfileVersion":1,"dependencies":{"a":{"version":"1.0.0","dependencies":{"b":{"version":"2.0.0"}}},"t":{"version":"1.0.0","dev":true}}}""");
    assertThat(purls()).containsExactly("pkg:npm/a@1.0.0", "pkg:npm/b@2.0.0");
  }

  @Test
  void yarnLocksOfBothKinds() throws Exception {
    write("old/yarn.lock", """
        # yarn lockfile v1
        "@babel/core@^7.0.0", "@babel/core@^7.1.0":
          version "7.24.0"
          dependencies:
            version "9.9.9"

        left-pad@~1.3.0:
          version "1.3.0"
        """);
    write("new/yarn.lock", """
        __metadata:
          version: 8

        "app@workspace:.":
          version: 0.0.0-use.local

        "express@npm:^4.0.0":
          version: 4.19.2
          resolution: "express@npm:4.19.2"
        """);
    assertThat(purls()).containsExactly("pkg:npm/%40babel/core@7.24.0", "pkg:npm/express@4.19.2", "pkg:npm/left-pad@1.3.0");
  }

  @Test
  void pnpmLocksOfAllAges() throws Exception {
    write("5/pnpm-lock.yaml", "lockfileVersion: 5.4\npackages:\n\n  /a/1.0.0:\n    resolution: {}\n  /@s/b/2.0.0_react@18.0.0:\n    dev: false\n");
    write("6/pnpm-lock.yaml", "packages:\n\n  /c@3.0.0:\n    x: y\n  /@s/d@4.0.0(react@18.2.0):\n    x: y\n");
    write("9/pnpm-lock.yaml", "importers:\n\n  .:\n    x: y\n\npackages:\n\n  e@5.0.0:\n    x: y\n\n  '@s/f@6.0.0':\n    x: y\n\nsnapshots:\n\n  g@7.0.0:\n    x: y\n");
    assertThat(purls()).containsExactly("pkg:npm/%40s/b@2.0.0", "pkg:npm/%40s/d@4.0.0", "pkg:npm/%40s/f@6.0.0", "pkg:npm/a@1.0.0", "pkg:npm/c@3.0.0", "pkg:npm/e@5.0.0");
  }

  @Test
  void pythonLocksAndWhatIsInstalled() throws Exception {
    write("requirements.txt", "# pinned\nFlask==3.0.3\nrequests[socks] == 2.32.0 ; python_version > '3.8'\nunpinned>=1\n-r other.txt\n");
    write("p/poetry.lock", "[[package]]\nname = \"Typing_Extensions\"\nversion = \"4.12.0\"\n\n[package.dependencies]\nname = \"no\"\nversion = \"0\"\n\n[metadata]\nversion = \"2.0\"\n");
    write("u/uv.lock", "version = 1\n\n[[package]]\nname = \"app\"\nversion = \"0.1.0\"\nsource = { virtual = \".\" }\n\n[[package]]\nname = \"anyio\"\nversion = \"4.4.0\"\nsource = { registry = \"x\" }\n");
    write("f/Pipfile.lock", "{\"default\":{\"click\":{\"version\":\"==8.1.7\"}},\"develop\":{\"pytest\":{\"version\":\"==8\"}}}");
    write("venv/lib/python3/site-packages/jinja2-3.1.4.dist-info/METADATA", "Metadata-Version: 2.1\nName: Jinja2\nVersion: 3.1.4\n\nName: not this\n");
    assertThat(purls()).containsExactly("pkg:pypi/anyio@4.4.0", "pkg:pypi/click@8.1.7", "pkg:pypi/flask@3.0.3", "pkg:pypi/jinja2@3.1.4",
        "pkg:pypi/requests@2.32.0", "pkg:pypi/typing-extensions@4.12.0");
  }

  @Test
  void goRubyRustAndPhp() throws Exception {
    write("go.mod", "module example.com/app\n\ngo 1.22\n\nrequire github.com/gin-gonic/gin v1.10.0\n\nrequire (\n\tgolang.org/x/net v0.25.0 // indirect\n)\n\nreplace a.b/c v1.0.0 => ../c\n");
    write("Gemfile.lock", "GEM\n  specs:\n    sinatra (4.0.0)\n      rack (>= 3.0.0, < 4)\n    nokogiri (1.16.5-x86_64-linux)\n\nDEPENDENCIES\n  sinatra\n");
    write("Cargo.lock", "version = 3\n\n[[package]]\nname = \"app\"\nversion = \"0.1.0\"\ndependencies = [\n \"serde\",\n]\n\n[[package]]\nname = \"serde\"\nversion = \"1.0.203\"\nsource = \"registry+x\"\n");
    write("composer.lock", "{\"packages\":[{\"name\":\"monolog/monolog\",\"version\":\"3.6.0\"}],\"packages-dev\":[{\"name\":\"a/b\",\"version\":\"1\"}]}");
    assertThat(purls()).containsExactly("pkg:cargo/serde@1.0.203", "pkg:composer/monolog/monolog@3.6.0", "pkg:gem/nokogiri@1.16.5", "pkg:gem/sinatra@4.0.0",
        "pkg:golang/github.com/gin-gonic/gin@v1.10.0", "pkg:golang/golang.org/x/net@v0.25.0");
  }

  @Test
  void jars_andJarsInside_byTheirCoordinates_elseByTheirNames() throws Exception {
    byte[] inner = zip(Map.of("META-INF/maven/org.slf4j/slf4j-api/pom.properties", "groupId=org.slf4j\nartifactId=slf4j-api\nversion=2.0.13\n".getBytes()));
    byte[] nameless = zip(Map.of("a.class", new byte[] {1}));
    Files.write(dir.resolve("app.jar"), zip(Map.of("META-INF/maven/com.acme/app/pom.properties", "groupId=com.acme\nartifactId=app\nversion=1.0\n".getBytes(),
        "BOOT-INF/lib/slf4j-api-2.0.13.jar", inner, "BOOT-INF/lib/odd-lib-1.2.jar", nameless, "BOOT-INF/lib/broken-9.jar", new byte[] {1, 2, 3})));
    Files.write(dir.resolve("app.war"), zip(Map.of("WEB-INF/lib/packed-3.0.jar", inner)));
    assertThat(purls()).containsExactly("pkg:generic/broken@9", "pkg:generic/odd-lib@1.2", "pkg:generic/packed@3.0", "pkg:maven/com.acme/app@1.0", "pkg:maven/org.slf4j/slf4j-api@2.0.13");
  }

  @Test
  void debianPackages_onlyInstalledOnes() throws Exception {
    var inventory = new Inventory();
    inventory.addPackages(dev.ingot.oci.document.DebianPackage.parse("Package: libc6\nStatus: install ok installed\nArchitecture: amd64\nVersion: 2.36-9+deb12u7\nDescription: x\n Version: 0\n\n"
        + "Package: gone\nStatus: deinstall ok config-files\nArchitecture: amd64\nVersion: 1\n"));
    assertThat(purls(inventory)).containsExactly("pkg:deb/debian/libc6@2.36-9%2Bdeb12u7?arch=amd64");
  }

  @Test
  void buildpacksOwnFile_isTakenOver() throws Exception {
    var inventory = new Inventory();
    inventory.addCycloneDx(Files.writeString(dir.resolve("x"), "{\"components\":[{\"name\":\"jre\",\"version\":\"25\",\"purl\":\"pkg:generic/jre@25\",\"components\":[{\"name\":\"in\",\"purl\":\"pkg:generic/in\"}]},{\"name\":\"no purl\"}]}"), "x");
    inventory.addCycloneDx(Files.writeString(dir.resolve("y"), "not json"), "y");
    inventory.addCycloneDx(Files.createSymbolicLink(dir.resolve("z"), Path.of("x")), "z");
    assertThat(purls(inventory)).containsExactly("pkg:generic/in", "pkg:generic/jre@25");
  }

  @Test
  void sameTree_givesTheSameBytes_andTheFormatsOwnReaderAcceptsThem() throws Exception {
    write("b/package-lock.json", "{\"packages\":{\"node_modules/x\":{\"version\":\"1.0.0\"}}}");
    write("a/package-lock.json", "{\"packages\":{\"node_modules/x\":{\"version\":\"1.0.0\"},\"node_modules/@s/y\":{\"version\":\"2.0.0\"}}}");
    byte[] document = scanned().cycloneDx("apps/a", "sha256:" + "0".repeat(64));
    assertThat(scanned().cycloneDx("apps/a", "sha256:" + "0".repeat(64))).isEqualTo(document);
    assertThat(new JsonParser().validate(document, Version.VERSION_16)).isEmpty();
    assertThat(OciJson.object(document, "x").path("components").get(1).path("properties").get(0).path("value").asString()).isEqualTo("a/package-lock.json");
    assertThat(new JsonParser().validate(new String(document).replace("\"library\"", "\"thing\"").getBytes(), Version.VERSION_16)).as("the check can fail").isNotEmpty();
  }

  @Test
  @org.junit.jupiter.api.Timeout(20)
  void hostileFiles_costNothing() throws Exception {
    Files.createSymbolicLink(dir.resolve("yarn.lock"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(dir.resolve("loop"), Path.of("."));
    write("package-lock.json", "[".repeat(100_000));
    write("composer.lock", "{\"packages\":{\"a\":\"b\"}}");
    write("uv.lock", "[[package]]\nname = \"" + "x".repeat(1000) + "\"\nversion = \"\\u0000\"\n[[package]]\nname = \"a b\"\nversion = \"1\"\n");
    write("x/go.mod", "require (\n" + "a.".repeat(500_000) + " v\n)\n");
    write("x/requirements.txt", "a".repeat(1_000_000) + "=\n");
    write("x/pnpm-lock.yaml", "packages:\n  " + "a".repeat(1_000_000) + "\n");
    Files.write(dir.resolve("a.jar"), new byte[] {'P', 'K', 3, 4, 0, 0});
    byte[] lying = zip(Map.of("META-INF/maven/a/b/pom.properties", "groupId=a\nartifactId=b\n".getBytes()));
    java.util.Arrays.fill(lying, lying.length - 6, lying.length - 2, (byte) 0x7f);
    Files.write(dir.resolve("b.jar"), lying);
    new ProcessBuilder("mkfifo", dir.resolve("go.mod").toString()).start().waitFor();
    try (var big = new java.io.RandomAccessFile(dir.resolve("Cargo.lock").toFile(), "rw")) {
      big.setLength(1L << 31);
    }
    assertThat(purls()).isEmpty();
  }

  private Inventory scanned() throws IOException {
    var inventory = new Inventory();
    inventory.scan(dir);
    return inventory;
  }

  private List<String> purls() throws IOException {
    return purls(scanned());
  }

  private static List<String> purls(Inventory inventory) {
    return OciJson.object(inventory.cycloneDx("r", "d"), "x").path("components").valueStream().map(node -> node.path("purl").asString("")).toList();
  }

  private void write(String path, String content) throws IOException {
    Path file = dir.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        var entry = new ZipEntry(file.getKey());
        if (file.getKey().startsWith("BOOT-INF/lib/")) {
          // as Spring Boot has them
          var crc = new java.util.zip.CRC32();
          crc.update(file.getValue());
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(file.getValue().length);
          entry.setCrc(crc.getValue());
        }
        out.putNextEntry(entry);
        out.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }
}
