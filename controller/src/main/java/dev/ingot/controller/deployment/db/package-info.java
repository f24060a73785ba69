/** Deployments in the database. */
@NullMarked
package dev.ingot.controller.deployment.db;

import org.jspecify.annotations.NullMarked;
