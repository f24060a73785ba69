package dev.ingot.controller.buildpack;

import dev.ingot.api.buildpack.BuildpackDescription;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.buildpack.db.BuildpackEntity;
import dev.ingot.oci.buildpackage.Buildpackage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/**
 * What a checked zip says it is (sources: CNB buildpack spec, "buildpack.toml"; CF docs, "Custom Buildpacks").
 *
 * @param kind {@link BuildpackEntity#CNB} or {@link BuildpackEntity#CLASSIC}
 * @param id of buildpack.toml; null for a classic one
 * @param stack of a classic one's manifest.yml; null = any
 * @param about what its buildpack.toml says besides; null for a classic one
 */
record BuildpackZip(String kind, @Nullable String id, @Nullable String version, @Nullable String stack, @Nullable BuildpackDescription about) {
  private static final int MAX_TEXT = 256 << 10;
  private static final int MAX_NESTING = 100;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,3}");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+-]{0,99}");
  private static final Pattern API = Pattern.compile("0\\.(?:[7-9]|1[0-2])");
  private static final Pattern STACK = Pattern.compile("(?m)^stack:[ \t]*[\"']?([\\w.-]{1,250})[\"']?[ \t]*$");

  /** @throws ApiException `BuildpackInvalid` when it is neither kind */
  static BuildpackZip read(Path checked) throws IOException {
    try (ZipFile zip = ZipFile.builder().setPath(checked).get()) {
      String page = text(zip, Buildpackage.PAGE);
      if (page != null) {
        return image(zip, page);
      }
      String toml = text(zip, "buildpack.toml");
      if (toml != null && has(zip, "bin/build")) {
        return cnb(zip, toml);
      }
      String directory = onlyDirectory(zip);
      for (String inside : directory.isEmpty() ? List.of("") : List.of("", directory)) {
        if (has(zip, inside + "bin/compile") || has(zip, inside + "bin/supply") || has(zip, inside + "bin/finalize")) {
          return classic(zip, inside);
        }
      }
      if (toml != null && parse(toml).contains("order")) {
        return cnb(zip, toml);
      }
      throw invalid("it has neither buildpack.toml with bin/detect and bin/build (a Cloud Native Buildpack) nor bin/compile or bin/supply"
          + " (a classic buildpack), at its root or in its only directory");
    }
  }

  private static BuildpackZip cnb(ZipFile zip, String text) {
    TomlParseResult toml = parse(text);
    boolean composite = toml.contains("order");
    if (composite && (has(zip, "bin/build") || has(zip, "bin/detect"))) {
      throw invalid("a composite buildpack (with [[order]] in buildpack.toml) consists of others and has no executables of its own");
    }
    String api = toml.isString("api") ? toml.getString("api") : "";
    if (!API.matcher(String.valueOf(api)).matches()) {
      throw invalid("buildpack.toml must have api = \"0.7\" to \"0.12\"");
    }
    String id = toml.isString("buildpack.id") ? toml.getString("buildpack.id") : null;
    String version = toml.isString("buildpack.version") ? toml.getString("buildpack.version") : null;
    if (id == null || version == null || !ID.matcher(id).matches() || !VERSION.matcher(version).matches()) {
      throw invalid("buildpack.toml must have a table [buildpack] with an id (letters, digits, '.', '_', '-' and '/') and a version");
    }
    if (!composite && !has(zip, "bin/detect")) {
      throw invalid("it has no bin/detect");
    }
    return new BuildpackZip(BuildpackEntity.CNB, id, version, null, Descriptions.of(toml));
  }

  /** Several buildpacks out of an image; the one to begin with may be a composite of the others. */
  private static BuildpackZip image(ZipFile zip, String page) throws IOException {
    TomlParseResult toml = parse(page);
    String id = toml.isString("id") ? toml.getString("id") : null;
    String version = toml.isString("version") ? toml.getString("version") : null;
    if (id == null || version == null || !ID.matcher(id).matches() || !VERSION.matcher(version).matches()) {
      throw invalid(Buildpackage.PAGE + " must name a buildpack by id and version");
    }
    String text = text(zip, new Buildpackage.Entry(id, version).directory() + "/buildpack.toml");
    if (text == null) {
      throw invalid("it has no buildpack " + id + "@" + version);
    }
    return new BuildpackZip(BuildpackEntity.CNB, id, version, null, Descriptions.of(parse(text)));
  }

  /** With "/" at its end: archives of repositories have everything in one directory. "" when there is none or more than that. */
  private static String onlyDirectory(ZipFile zip) {
    Set<String> tops = new HashSet<>();
    for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
      int slash = entry.getName().indexOf('/');
      tops.add(slash < 0 ? "" : entry.getName().substring(0, slash + 1));
    }
    tops.remove("");
    return tops.size() == 1 ? tops.iterator().next() : "";
  }

  private static BuildpackZip classic(ZipFile zip, String inside) throws IOException {
    String manifest = text(zip, inside + "manifest.yml");
    Matcher stack = STACK.matcher(manifest == null ? "" : manifest);
    return new BuildpackZip(BuildpackEntity.CLASSIC, null, null, stack.find() ? stack.group(1) : null, null);
  }

  private static TomlParseResult parse(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth = Math.max(0, depth + (c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0));
      if (depth > MAX_NESTING) {
        throw invalid("buildpack.toml is nested too deeply");
      }
    }
    TomlParseResult toml = Toml.parse(text);
    if (toml.hasErrors()) {
      var error = toml.errors().getFirst();
      throw invalid("buildpack.toml is not valid TOML: " + error.getMessage() + " (" + error.position() + ")");
    }
    return toml;
  }

  private static boolean has(ZipFile zip, String name) {
    ZipArchiveEntry entry = zip.getEntry(name);
    return entry != null && !entry.isDirectory();
  }

  private static @Nullable String text(ZipFile zip, String name) throws IOException {
    ZipArchiveEntry entry = zip.getEntry(name);
    if (entry == null || entry.isDirectory() || entry.isUnixSymlink()) {
      return null;
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(MAX_TEXT + 1);
      if (bytes.length > MAX_TEXT) {
        throw invalid(name + " is larger than " + (MAX_TEXT >> 10) + " KiB");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static ApiException invalid(String why) {
    return new ApiException(ErrorCode.BUILDPACK_INVALID, "Buildpack is invalid: " + why);
  }
}
