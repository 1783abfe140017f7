/// Items as the functions store them, and answers that hold such items.
enum RecordExamples {
    private static let feedback = #"""
        {\"task_achievement\":{\"band\":6,\"feedback\":\"a\"},\"coherence_cohesion\":{\"band\":7,\"feedback\":\"a\"},\"lexical_resource\":{\"band\":6.5,\"feedback\":\"a\"},\"grammatical_range_accuracy\":{\"band\":6.5,\"feedback\":\"a\"},\"quoted_examples\":[{\"quote\":\"q\",\"issue\":\"i\",\"suggestion\":\"s\",\"start\":0,\"end\":1}],\"strengths\":[\"s\"],\"weaknesses\":[]}
        """#
    private static let spoken = #"""
        {\"fluency_coherence\":{\"band\":6,\"feedback\":\"a\"},\"lexical_resource\":{\"band\":7,\"feedback\":\"a\"},\"grammatical_range_accuracy\":{\"band\":6.5,\"feedback\":\"a\"},\"pronunciation\":{\"band\":6.5,\"feedback\":\"a\"},\"strengths\":[\"s\"],\"weaknesses\":[]}
        """#
    private static let header = #"""
        "evaluation_id":{"S":"s-1"},"user_id":{"S":"ada"},"status":{"S":"completed"},"created_at":{"N":"1795167045"},"content_hash":{"S":"ab"},"claim_owner":{"S":"o"},"claim_expires_at":{"N":"0"},"attempts":{"N":"1"},"abandoned_at":{"N":"1795167045000"},"model_used":{"S":"gemini-writing_task2"},"model_version":{"S":"gemini-3.5-flash-lite"},"estimated_cost":{"S":"0.001"},"prompt_version":{"S":"writing-1"}
        """#

    static let items = [
        """
        {\(header),"evaluation_type":{"S":"writing"},"overall_band":{"S":"6.5"},"task_achievement_band":{"S":"6.0"},\
        "coherence_band":{"S":"7.0"},"lexical_band":{"S":"6.5"},"grammar_band":{"S":"6.5"},"word_count":{"N":"305"},\
        "feedback":{"S":"\(feedback)"},"warnings":{"L":[{"M":{"code":{"S":"under_length"},"message":{"S":"Short."}}}]},\
        "model_rung":{"N":"1"}}
        """,
        """
        {\(header),"evaluation_type":{"S":"speaking"},"transcript":{"S":"I went."},"duration":{"S":"107.6"},\
        "word_count":{"N":"2"},"overall_band":{"S":"6.5"},"fluency_band":{"S":"6.0"},"lexical_band":{"S":"7.0"},\
        "grammar_band":{"S":"6.5"},"pronunciation_band":{"S":"6.5"},"feedback":{"S":"\(spoken)"},\
        "speaking_rate":{"S":"120.5"},"pauses":{"L":[{"M":{"after":{"S":"I"},"seconds":{"N":"1.2"}}}]}}
        """,
        """
        {\(header),"set_id":{"S":"c-1"},"document_id":{"S":"uploads/a.pdf"},"total_cards":{"N":"1"},\
        "page_count":{"N":"3"},"chunk_count":{"N":"2"},"flashcards":{"S":"[{\\"question\\":\\"q\\",\\"answer\\":\\"a\\",\
        \\"type\\":\\"DEFINITION\\",\\"difficulty\\":\\"HARD\\",\\"source_chunk\\":0,\\"source_page\\":1}]"},\
        "document":{"M":{"s3_bucket":{"S":"b"},"s3_key":{"S":"k"},"page_count":{"N":"3"},"chunk_count":{"N":"2"}}},\
        "retrieval":{"M":{"method":{"S":"representative"},"chunks_used":{"N":"2"},"keywords":{"L":[{"S":"water"}]},\
        "coverage":{"N":"0.93"}}},"metrics":{"M":{"total_time_ms":{"N":"1"},"download_time_ms":{"N":"1"},\
        "retrieval_time_ms":{"N":"1"},"generation_time_ms":{"N":"1"},"embedding_calls":{"N":"0"},\
        "model_calls":{"N":"1"},"cards_dropped":{"N":"0"}}}}
        """,
        #"{"status":{"S":"failed"},"created_at":{"N":"1"},"error_code":{"S":"unprocessable"},"error_message":{"S":"No."}}"#,
        #"{"status":{"S":"processing"},"created_at":{"N":"1"},"abandoned_at":{"N":"9223372036854775807"}}"#,
        #"{"s":{"SS":["a","b"]},"n":{"NS":["1","-2.5e3"]},"b":{"BS":["AAE=","/w=="]},"x":{"B":"AA=="},"t":{"BOOL":false}}"#,
    ]

    static let answers = [
        "{\"Item\":\(items[3]),\"ConsumedCapacity\":{\"CapacityUnits\":0.5}}",
        "{\"Items\":[\(items[3]),\(items[4])],\"Count\":2,\"ScannedCount\":2,\"LastEvaluatedKey\":{\"user_id\":{\"S\":\"ada\"}}}",
        "{\"Attributes\":\(items[4])}",
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\",\"Item\":\(items[3])}",
        "{\"Responses\":{\"t\":[\(items[3])]},\"UnprocessedKeys\":{\"t\":{\"Keys\":[{\"user_id\":{\"S\":\"ada\"}}]}}}",
        "{\"UnprocessedItems\":{\"t\":[{\"DeleteRequest\":{\"Key\":{\"user_id\":{\"S\":\"ada\"}}}}]}}",
        "{\"CancellationReasons\":[{\"Code\":\"None\"},{\"Code\":\"ConditionalCheckFailed\",\"Item\":\(items[3])}]}",
    ]
}
