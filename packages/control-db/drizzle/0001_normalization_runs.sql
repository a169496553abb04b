CREATE TABLE "normalization_run" (
	"id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"state" text NOT NULL,
	"is_dry_run" boolean NOT NULL,
	"reads_current" boolean NOT NULL,
	"range_start" timestamp with time zone NOT NULL,
	"range_end" timestamp with time zone NOT NULL,
	"normalizer_version" integer NOT NULL,
	"requested_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"steps" integer DEFAULT 0 NOT NULL,
	"cursor" text,
	"spans_total" bigint DEFAULT 0 NOT NULL,
	"spans_read" bigint DEFAULT 0 NOT NULL,
	"spans_changed" bigint DEFAULT 0 NOT NULL,
	"traces_settled" bigint DEFAULT 0 NOT NULL,
	"summary" jsonb NOT NULL,
	"error" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
ALTER TABLE "normalization_run" ADD CONSTRAINT "normalization_run_project_id_project_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."project"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "normalization_run_project_id_idx" ON "normalization_run" USING btree ("project_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "normalization_run_one_open_idx" ON "normalization_run" USING btree ("project_id") WHERE "normalization_run"."finished_at" is null;