/* What is known about the document that passages come from. */
#ifndef TIP_BASE_REPORT_H
#define TIP_BASE_REPORT_H

/* Strings belong to whoever made the struct; NULL where something is not known. */
struct tip_report {
    const char *id; /* short, stable, unique in an index: "tip-2023" */
    const char *title;
    const char *publisher;
    const char *date;     /* as it is to be shown in a citation: "June 2023" */
    int year;             /* 0: not known */
    const char *language; /* ISO 639-1: "en" */
    const char *file;     /* its absolute path, or "-" */
    const char *sha256;   /* of the file's bytes, hex */
    const char *url;      /* where it can be read, or NULL */
    const char *tags;     /* what its source calls it, joined by line feeds, or NULL */
    const char *meta;     /* further facts of its source: a JSON object as text, or NULL */
    /* The collection that it is a record of (tip_source's); NULL when it has a source of its own.
     */
    const char *collection;
};

#endif
