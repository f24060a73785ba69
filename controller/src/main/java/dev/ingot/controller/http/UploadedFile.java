package dev.ingot.controller.http;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Parts of multipart bodies; what breaks off or is too large is an error of the client. */
public final class UploadedFile {
  private UploadedFile() {}

  /** Whether the body is multipart/form-data. */
  public static boolean in(HttpServletRequest request) {
    String type = request.getContentType();
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
  }

  /** The part, null when there is none. @param refusal begins the message about one that is too large: `The app upload is invalid` */
  public static @Nullable Part part(HttpServletRequest request, String name, String refusal) {
    try {
      return request.getPart(name);
    } catch (IllegalStateException e) {
      throw new ApiException(ErrorCode.UNPROCESSABLE_ENTITY, refusal + ": it is larger than this platform takes (" + e.getMessage() + ")", e);
    } catch (ServletException | IOException e) {
      throw new ApiException(ErrorCode.BAD_REQUEST, "Bad request: the upload broke off or is no multipart body; send it again", e);
    }
  }
}
