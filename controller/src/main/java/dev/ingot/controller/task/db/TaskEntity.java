package dev.ingot.controller.task.db;

import dev.ingot.controller.listing.db.LabelledEntity;
import dev.ingot.controller.task.TaskState;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** A row of `tasks`, as users see it. Placing it (`cell_id`) is the scheduler's and not mapped here. */
@Entity
@Table(name = "tasks")
@DynamicUpdate
public class TaskEntity extends LabelledEntity {
  private @Nullable String appGuid;
  private String name = "";
  private int sequenceId;
  private String command = "";
  private @Nullable String processType;
  private String state = TaskState.PENDING.name();
  private @Nullable String failureReason;
  private int memoryMb;
  private int diskMb;
  private long logRateLimit;
  private String dropletGuid = "";

  /** For JPA only. */
  protected TaskEntity() {}

  /** A task that waits for a cell. */
  public TaskEntity(String appGuid, int sequenceId, String name, String dropletGuid, Instant now) {
    super(now);
    this.appGuid = appGuid;
    this.sequenceId = sequenceId;
    this.name = name;
    this.dropletGuid = dropletGuid;
  }

  /** @param processType set: the image's own entry of this type, which people see as this command */
  public void command(String command, @Nullable String processType) {
    this.command = command;
    this.processType = processType;
  }

  /** MiB; bytes per second, -1 = unlimited. */
  public void limits(int memoryMb, int diskMb, long logRateLimit) {
    this.memoryMb = memoryMb;
    this.diskMb = diskMb;
    this.logRateLimit = logRateLimit;
  }

  /** CANCELING: the loop ends it. */
  public void cancel(Instant now) {
    state = TaskState.CANCELING.name();
    touch(now);
  }

  /** Empty when its app is gone: nobody sees it then. */
  public String appGuid() {
    return appGuid == null ? "" : appGuid;
  }

  public String name() {
    return name;
  }

  /** From 1, per app. */
  public int sequenceId() {
    return sequenceId;
  }

  public String command() {
    return command;
  }

  public TaskState state() {
    return TaskState.valueOf(state);
  }

  /** Null unless FAILED. */
  public @Nullable String failureReason() {
    return failureReason;
  }

  public int memoryMb() {
    return memoryMb;
  }

  public int diskMb() {
    return diskMb;
  }

  /** Bytes per second, -1 = unlimited. */
  public long logRateLimit() {
    return logRateLimit;
  }

  public String dropletGuid() {
    return dropletGuid;
  }
}
