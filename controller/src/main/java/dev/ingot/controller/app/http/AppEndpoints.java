package dev.ingot.controller.app.http;

import dev.ingot.api.app.App;
import dev.ingot.api.app.AppFeature;
import dev.ingot.api.app.AppPermissions;
import dev.ingot.api.app.AppRequest;
import dev.ingot.api.app.EnvironmentVariables;
import dev.ingot.api.app.SshEnabled;
import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.Single;
import dev.ingot.controller.app.AppFeatures;
import dev.ingot.controller.app.Apps;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.http.Includes;
import dev.ingot.controller.http.Inclusion;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import java.util.Arrays;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/apps` (source: CF v3 API, "Apps", "App features"). What belongs to processes, droplets and routes is answered by their features. */
@RestController
@RequestMapping("/v3/apps")
class AppEndpoints {
  private static final Inclusion<AppEntity> INCLUDE = Inclusion.of("space", AppEntity::spaceGuid).deep("space.organization");
  private final Apps apps;
  private final AppWire wire;
  private final Lists lists;
  private final Includes includes;
  private final AppDeletion deletion;

  AppEndpoints(Apps apps, AppWire wire, Lists lists, Includes includes, AppDeletion deletion) {
    this.apps = apps;
    this.wire = wire;
    this.lists = lists;
    this.includes = includes;
    this.deletion = deletion;
  }

  @GetMapping
  ListBody<App> list(ListQuery query) {
    var page = apps.list(query);
    return lists.body(query, page, wire::app, includes.of(INCLUDE, query, page.items()));
  }

  @PostMapping
  ResponseEntity<App> create(@RequestBody AppRequest request) {
    return Answers.created(wire.app(apps.create(request)));
  }

  @GetMapping("/{guid}")
  Single<App> get(@PathVariable String guid, ListQuery query) {
    var app = apps.get(guid, Permission.READ_SPACE);
    return includes.one(INCLUDE, query, app, wire.app(app));
  }

  @PatchMapping("/{guid}")
  App update(@PathVariable String guid, @RequestBody AppRequest request) {
    return wire.app(apps.update(guid, request));
  }

  @DeleteMapping("/{guid}")
  ResponseEntity<Void> delete(@PathVariable String guid) {
    return deletion.start(guid);
  }

  @PostMapping("/{guid}/actions/start")
  App start(@PathVariable String guid) {
    return wire.app(apps.start(guid));
  }

  @PostMapping("/{guid}/actions/stop")
  App stop(@PathVariable String guid) {
    return wire.app(apps.stop(guid));
  }

  @PostMapping("/{guid}/actions/restart")
  App restart(@PathVariable String guid) {
    return wire.app(apps.restart(guid));
  }

  @GetMapping("/{guid}/environment_variables")
  EnvironmentVariables variables(@PathVariable String guid) {
    return wire.variables(apps.readEnvironment(guid));
  }

  @PatchMapping("/{guid}/environment_variables")
  EnvironmentVariables changeVariables(@PathVariable String guid, @RequestBody EnvironmentVariables request) {
    return wire.variables(apps.changeEnvironment(guid, request.var()));
  }

  @GetMapping("/{guid}/permissions")
  AppPermissions permissions(@PathVariable String guid) {
    return new AppPermissions(true, apps.maySeeSecrets(guid));
  }

  @GetMapping("/{guid}/features")
  Map<String, Object> features(@PathVariable String guid) {
    var app = apps.get(guid, Permission.READ_SPACE);
    return Map.of("resources", Arrays.stream(AppFeatures.values()).map(feature -> feature.wire(app)).toList());
  }

  @GetMapping("/{guid}/features/{name}")
  AppFeature feature(@PathVariable String guid, @PathVariable String name) {
    return AppFeatures.named(name).wire(apps.get(guid, Permission.READ_SPACE));
  }

  @PatchMapping("/{guid}/features/{name}")
  AppFeature changeFeature(@PathVariable String guid, @PathVariable String name, @RequestBody AppFeature request) {
    var feature = AppFeatures.named(name);
    return feature.wire(apps.changeFeature(guid, feature, request.enabled()));
  }

  @GetMapping("/{guid}/ssh_enabled")
  SshEnabled sshEnabled(@PathVariable String guid) {
    apps.get(guid, Permission.READ_SPACE);
    return new SshEnabled(false, "Disabled globally: this platform has no SSH access to instances yet");
  }
}
