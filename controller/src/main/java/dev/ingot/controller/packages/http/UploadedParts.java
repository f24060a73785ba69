package dev.ingot.controller.packages.http;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.api.packages.ResourceMatches.Resource;
import dev.ingot.controller.http.UploadedFile;
import dev.ingot.controller.packages.PackageFiles;
import dev.ingot.controller.packages.PackageProperties;
import dev.ingot.controller.packages.archive.KnownFile;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads the multipart body of an upload: `resources` (JSON, optional) and `bits` (a zip, optional). */
@Component
public class UploadedParts {
  private static final int MAX_RESOURCES_BYTES = 64 << 20;
  private static final int PERMISSIONS = 0777;
  private static final int DEFAULT_MODE = 0644;

  private final PackageFiles files;
  private final PackageProperties properties;
  private final JsonMapper json;

  UploadedParts(PackageFiles files, PackageProperties properties, JsonMapper json) {
    this.files = files;
    this.properties = properties;
    this.json = json;
  }

  /** What was sent. @param bits a temporary file, null when there was no such part */
  record Upload(@Nullable Path bits, List<KnownFile> known) {}

  /** The caller deletes the file. */
  Upload read(HttpServletRequest request) throws IOException {
    if (!UploadedFile.in(request)) {
      throw ApiException.unprocessable("Upload must be multipart/form-data with a file part 'bits' and a field 'resources'");
    }
    Part bits = part(request, "bits");
    List<KnownFile> known = known(part(request, "resources"));
    if (bits == null && known.isEmpty()) {
      throw ApiException.unprocessable("Upload must include either resources or bits");
    }
    return new Upload(bits == null ? null : stored(bits), known);
  }

  /** One required file of a multipart body, as a temporary file that the caller deletes. 422 when it is not there or too large. */
  public Path file(HttpServletRequest request, String name, String what) throws IOException {
    Part part = UploadedFile.in(request) ? UploadedFile.part(request, name, what + " is invalid") : null;
    if (part == null) {
      throw ApiException.unprocessable(what + " must be multipart/form-data with a file part '" + name + "'");
    }
    return stored(part);
  }

  private static @Nullable Part part(HttpServletRequest request, String name) {
    return UploadedFile.part(request, name, "The app upload is invalid");
  }

  private Path stored(Part bits) throws IOException {
    if (bits.getSize() > properties.maxUpload().toBytes()) {
      throw ApiException.unprocessable("The app upload is invalid: it has " + bits.getSize() + " bytes, more than the "
          + properties.maxUpload().toBytes() + " allowed; leave files out with .cfignore");
    }
    Path file = files.newTemporary();
    try (InputStream in = bits.getInputStream()) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private List<KnownFile> known(@Nullable Part part) throws IOException {
    if (part == null || part.getSize() == 0) {
      return List.of();
    }
    if (part.getSize() > MAX_RESOURCES_BYTES) {
      throw ApiException.unprocessable("Resources is larger than " + (MAX_RESOURCES_BYTES >> 20) + " MiB");
    }
    List<KnownFile> known = new ArrayList<>();
    try (InputStream in = part.getInputStream()) {
      for (Resource resource : json.readValue(in, Resource[].class)) {
        known.add(known(resource));
      }
      return known;
    } catch (JacksonException e) {
      throw new ApiException(ErrorCode.UNPROCESSABLE_ENTITY, "Resources must be a JSON array of objects with path, mode, checksum and size_in_bytes", e);
    }
  }

  private static KnownFile known(@Nullable Resource resource) {
    if (resource == null || resource.path() == null || resource.checksum() == null || resource.checksum().value() == null
        || resource.sizeInBytes() == null) {
      throw ApiException.unprocessable("Resources must be objects with path, mode, checksum and size_in_bytes");
    }
    return new KnownFile(resource.path(), mode(resource.mode()), resource.checksum().value(), resource.sizeInBytes());
  }

  private static int mode(@Nullable String mode) {
    if (mode == null || mode.isEmpty()) {
      return DEFAULT_MODE;
    }
    try {
      return Integer.parseInt(mode, 8) & PERMISSIONS;
    } catch (NumberFormatException e) {
      throw new ApiException(ErrorCode.UNPROCESSABLE_ENTITY, "Resources mode must be an octal number such as 644", e);
    }
  }
}
