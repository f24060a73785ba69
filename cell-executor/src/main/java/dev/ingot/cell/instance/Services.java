package dev.ingot.cell.instance;

import dev.ingot.api.cell.v1.InstanceEvent;
import dev.ingot.cell.disk.DiskPool;
import dev.ingot.cell.image.ImageStore;
import dev.ingot.cell.logs.LogSink;
import dev.ingot.cell.network.Networks;
import dev.ingot.cell.runtime.InstanceRuntime;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * What instances are made of.
 *
 * @param hostAddress of this machine, as apps see it
 * @param gateway address of the machine in the container network
 * @param events takes every change of an instance; the last word for a lost one is the inventory of the next hello
 * @param starts starts at once: they are CPU bound, more only makes each slower
 */
public record Services(
    String cellId, Path root, String cgroupParent, String hostAddress, String gateway, ImageStore images, DiskPool disks, Networks networks,
    InstanceRuntime runtime, LogSink logs, Consumer<InstanceEvent> events, Semaphore starts, Clock clock) {}
