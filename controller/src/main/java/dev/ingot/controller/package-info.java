/** The controller's process: API v3, tokens, desired and actual state, scheduler, route table, log store, registry, git server. */
@NullMarked
package dev.ingot.controller;

import org.jspecify.annotations.NullMarked;
