/** Domains: the DNS suffixes of routes. Shared by all, or private to an org and those it shares it with. */
@NullMarked
package dev.ingot.controller.domain;

import org.jspecify.annotations.NullMarked;
