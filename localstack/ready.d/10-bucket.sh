#!/usr/bin/env bash
# Run by LocalStack once it is ready: the bucket, and the rule that removes what a crash may leave
# of a multipart upload. Both commands may be repeated.
set -euo pipefail

bucket=${S3_BUCKET:-anteroom}

awslocal s3api head-bucket --bucket "$bucket" 2>/dev/null ||
    awslocal s3api create-bucket --bucket "$bucket"

awslocal s3api put-bucket-lifecycle-configuration --bucket "$bucket" \
    --lifecycle-configuration '{
        "Rules": [{
            "ID": "abort-incomplete-multipart-uploads",
            "Status": "Enabled",
            "Filter": {"Prefix": ""},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1}
        }]
    }'
