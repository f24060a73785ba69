package dev.ingot.router.proxy;

import dev.ingot.router.access.AccessSink;
import dev.ingot.router.balance.Balancer;
import dev.ingot.router.table.RouteTables;

/** What all connections share. Every part is safe for any thread and never blocks. */
public record Proxying(RouteTables tables, Balancer balancer, Platform platform, AccessSink access, FailureSink failures, ProxySettings settings) {}
