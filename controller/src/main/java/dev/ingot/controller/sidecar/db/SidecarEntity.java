package dev.ingot.controller.sidecar.db;

import dev.ingot.controller.listing.db.ResourceEntity;
import dev.ingot.controller.process.db.SidecarState;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of `sidecars`. */
@Entity
@Table(name = "sidecars")
public class SidecarEntity extends ResourceEntity {
  private String appGuid = "";
  private String name = "";
  private String command = "";
  @JdbcTypeCode(SqlTypes.JSON)
  private List<String> processTypes = new ArrayList<>();
  private @Nullable Integer memoryMb;
  private String origin = "user";

  /** For JPA only. */
  protected SidecarEntity() {}

  public SidecarEntity(String appGuid, Instant now) {
    super(now);
    this.appGuid = appGuid;
  }

  /** One that comes with the app's droplet. */
  public static SidecarEntity ofBuildpack(String appGuid, Instant now) {
    SidecarEntity sidecar = new SidecarEntity(appGuid, now);
    sidecar.origin = "buildpack";
    return sidecar;
  }

  /** Who asked for it: `user` or `buildpack`. */
  public String origin() {
    return origin;
  }

  /** Whether it goes with the droplet. */
  public boolean ofBuildpack() {
    return origin.equals("buildpack");
  }

  /** @param memoryMb MiB of the process's memory; null = no part of its own */
  public void change(String name, String command, List<String> processTypes, @Nullable Integer memoryMb) {
    this.name = name;
    this.command = command;
    this.processTypes = new ArrayList<>(processTypes);
    this.memoryMb = memoryMb;
  }

  /** As it is now. */
  public SidecarState state() {
    return new SidecarState(name, command, processTypes(), memoryMb);
  }

  public String appGuid() {
    return appGuid;
  }

  public String name() {
    return name;
  }

  public String command() {
    return command;
  }

  /** Types of the processes it runs beside, as they were given. */
  public List<String> processTypes() {
    return List.copyOf(processTypes);
  }

  /** MiB; null = no part of its own. */
  public @Nullable Integer memoryMb() {
    return memoryMb;
  }
}
