//! Delete, of one object and of many.

use std::collections::BTreeSet;
use std::sync::Arc;

use s3s::dto::{
    DeleteObjectInput, DeleteObjectOutput, DeleteObjectsInput, DeleteObjectsOutput, DeletedObject, ETagCondition, Error,
};
use s3s::{S3Response, S3Result, s3_error};

use super::errors::blocking;
use super::folder::{Condition, Folder};
use super::keys::ObjectName;
use super::objects::check_version;

const MAX_DELETES: usize = 1000;

pub async fn delete(folder: Arc<Folder>, input: DeleteObjectInput) -> S3Result<S3Response<DeleteObjectOutput>> {
    check_version(input.version_id.as_deref())?;
    let name = ObjectName::parse(&input.bucket, &input.key)?;
    let condition = Condition { matches: input.if_match, none_match: None };
    blocking(move || {
        folder.bucket(name.bucket())?;
        let mut touched = BTreeSet::new();
        folder.delete(&name, &condition, &mut touched)?;
        folder.flush(&touched)
    })
    .await?;
    Ok(S3Response::new(DeleteObjectOutput { version_id: input.version_id, ..DeleteObjectOutput::default() }))
}

pub async fn delete_many(folder: Arc<Folder>, input: DeleteObjectsInput) -> S3Result<S3Response<DeleteObjectsOutput>> {
    let (bucket, objects) = (input.bucket, input.delete.objects);
    if objects.is_empty() || objects.len() > MAX_DELETES {
        return Err(s3_error!(MalformedXML, "A request deletes 1 to {MAX_DELETES} objects."));
    }
    let quiet = input.delete.quiet.unwrap_or(false);
    let output = blocking(move || {
        folder.bucket(&bucket)?;
        let mut touched = BTreeSet::new();
        let (mut deleted, mut errors) = (Vec::new(), Vec::new());
        for object in objects {
            let condition = Condition { matches: object.e_tag.clone().map(ETagCondition::ETag), none_match: None };
            let result = check_version(object.version_id.as_deref())
                .and_then(|()| ObjectName::parse(&bucket, &object.key))
                .and_then(|name| folder.delete(&name, &condition, &mut touched));
            let (key, version_id) = (Some(object.key), object.version_id);
            match result {
                Ok(_) => deleted.push(DeletedObject { key, version_id, ..DeletedObject::default() }),
                Err(error) => errors.push(Error {
                    code: Some(error.code().as_str().to_owned()),
                    message: error.message().map(str::to_owned),
                    key,
                    version_id,
                }),
            }
        }
        folder.flush(&touched)?;
        let deleted = (!quiet).then_some(deleted);
        Ok(DeleteObjectsOutput { deleted, errors: Some(errors), ..DeleteObjectsOutput::default() })
    })
    .await?;
    Ok(S3Response::new(output))
}
