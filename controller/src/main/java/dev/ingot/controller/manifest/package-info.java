/** Manifests: what a user says an app should be, read from YAML, compared with what is, and applied in a job. */
@NullMarked
package dev.ingot.controller.manifest;

import org.jspecify.annotations.NullMarked;
