package dev.ingot.controller.app;

import dev.ingot.api.app.Lifecycle;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.AppRepository;
import dev.ingot.controller.app.db.KnownBuildpacks;
import dev.ingot.controller.app.db.Stacks;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Rules for what may be said of an app, shared by the API and manifests. */
@Component
public class AppChanges {
  private static final Set<String> LIFECYCLES = Set.of("buildpack", "cnb", "docker");
  private static final Pattern ELSEWHERE = Pattern.compile("(?:https?|git|ssh|docker)://\\S+|[\\w.-]+@[\\w.-]+:\\S+");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final int MAX_NAME = 250;
  private static final int MAX_BUILDPACKS = 50;
  private static final int MAX_BUILDPACK = 4096;

  private final AppRepository apps;
  private final Stacks stacks;
  private final KnownBuildpacks knownBuildpacks;

  AppChanges(AppRepository apps, Stacks stacks, KnownBuildpacks knownBuildpacks) {
    this.apps = apps;
    this.stacks = stacks;
    this.knownBuildpacks = knownBuildpacks;
  }

  /** The name, if an app of the space may take it; else 422 with CF's words. */
  public String freeName(@Nullable String name, String spaceGuid) {
    if (name == null || name.isBlank()) {
      throw ApiException.unprocessable("Name can't be blank");
    }
    if (name.length() > MAX_NAME) {
      throw ApiException.unprocessable("Name is too long (maximum is " + MAX_NAME + " characters)");
    }
    if (CONTROL.matcher(name).find()) {
      throw ApiException.unprocessable("Name must not contain escaped characters");
    }
    if (apps.existsBySpaceGuidAndName(spaceGuid, name)) {
      throw new ApiException(ErrorCode.UNIQUENESS_ERROR, "App with the name '" + name + "' already exists.");
    }
    return name;
  }

  /** The type of a new app's lifecycle; 422 for one we do not know. */
  public String lifecycleType(@Nullable Lifecycle lifecycle) {
    String type = lifecycle == null || lifecycle.type() == null ? "buildpack" : lifecycle.type();
    if (!LIFECYCLES.contains(type)) {
      throw ApiException.unprocessable("Lifecycle type is not included in the list: buildpack, cnb, docker");
    }
    return type;
  }

  /** Sets what the lifecycle says; parts that are null stay. 422 when its type differs from the app's or the stack is unknown. */
  public void apply(AppEntity app, @Nullable Lifecycle lifecycle) {
    if (lifecycle == null) {
      return;
    }
    if (lifecycle.type() != null && !lifecycle.type().equals(app.lifecycleType())) {
      throw ApiException.unprocessable("Lifecycle type cannot be changed");
    }
    Lifecycle.Data data = lifecycle.data();
    if (data != null) {
      if (data.buildpacks() != null) {
        app.buildpacks(buildpacks(data.buildpacks()));
      }
      if (data.stack() != null) {
        app.stack(stack(data.stack()));
      }
    }
  }

  /** The list as it is, or 422. */
  public List<String> buildpacks(List<String> buildpacks) {
    if (buildpacks.size() > MAX_BUILDPACKS) {
      throw ApiException.unprocessable("Buildpacks can be " + MAX_BUILDPACKS + " at most");
    }
    for (String buildpack : buildpacks) {
      if (buildpack == null || buildpack.isBlank() || buildpack.length() > MAX_BUILDPACK) {
        throw ApiException.unprocessable("Buildpacks can only contain strings");
      }
    }
    // What is fetched from elsewhere is only looked at in its form; it fails when it is staged.
    List<String> names = buildpacks.stream().filter(one -> !ELSEWHERE.matcher(one).matches()).toList();
    knownBuildpacks.missing(names).stream().sorted().findFirst().ifPresent(name -> {
      throw ApiException.unprocessable("Buildpack must be an existing admin buildpack or a valid git URI: \"" + name + "\"");
    });
    return buildpacks;
  }

  /** The stack's name, or 422. */
  public String stack(String name) {
    if (!stacks.exists(name)) {
      throw ApiException.unprocessable("Stack must be an existing stack");
    }
    return name;
  }
}
