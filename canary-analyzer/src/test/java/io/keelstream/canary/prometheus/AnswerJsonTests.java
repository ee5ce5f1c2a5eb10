package io.keelstream.canary.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.canary.increments.Sample;
import io.keelstream.canary.increments.Series;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerJsonTests {

    private static final String SERIES =
            "[{'metric':{'pod':'a','le':'+Inf'},'values':[[1.234,'5'],[2,'+Inf'],[3.0004,'-Inf'],[4e0,'1e3']]},{'metric':{},'values':[]}]";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'status':'success','data':{'resultType':'matrix','result':%s}}",
                "{'data':{'stats':{'a':[1]},'result':%s,'resultType':'matrix'},'warnings':['w'],'status':'success'}",
                "{'status':'success','isPartial':false,'data':{'resultType':'matrix','result':%s},'stats':{'x':{}}}"
            })
    void seriesAreReadWhateverIsAroundThem(String answer) {
        assertThat(read(answer.formatted(SERIES)))
                .isEqualTo(new Answer.Found(List.of(
                        new Series(
                                Map.of("pod", "a", "le", "+Inf"),
                                List.of(
                                        new Sample(1_234, 5),
                                        new Sample(2_000, Double.POSITIVE_INFINITY),
                                        new Sample(3_000, Double.NEGATIVE_INFINITY),
                                        new Sample(4_000, 1_000))),
                        new Series(Map.of(), List.of()))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{'status':'success'}",
                "{'status':'success','data':null}",
                "{'status':'success','data':{'resultType':'matrix'}}",
                "{'status':'success','data':{'resultType':'matrix','result':null}}",
                "{'status':'success','data':{'resultType':'matrix','result':[{'metric':{}}]}}",
                "{'status':'success','data':{'resultType':'matrix','result':[{'values':[]}]}}",
                "{'status':'success','data':{'resultType':'matrix','result':[{'metric':{},'values':[[1,2]]}]}}",
                "{'status':'success','data':{'resultType':'matrix','result':[{'metric':{},'values':[[1,'x']]}]}}",
                "{'status':'success','data':{'resultType':'matrix','result':[{'metric':{},'values':[[1,'2'",
                "<html>log in</html>"
            })
    void whatIsNoAnswerNeverLooksLikeData(String answer) {
        assertThat(read(answer))
                .isEqualTo(new Answer.Away("does not answer as a Prometheus does: is this its base URL?"));
    }

    @Test
    void otherResultsAreRefusedByTheirType() {
        assertThat(read("{'status':'success','data':{'resultType':'vector','result':[{'metric':{},'value':[1,'2']}]}}"))
                .isEqualTo(new Answer.Refused("the query gives a vector, not series"));
        assertThat(read("{'status':'success','data':{'resultType':'scalar','result':[1,'2']}}"))
                .isEqualTo(new Answer.Refused("the query gives a scalar, not series"));
    }

    @Test
    void errorThatIsAnsweredWithSuccessIsNamed() {
        assertThat(read("{'status':'error','error':'overloaded'}")).isEqualTo(new Answer.Away("answers 'overloaded'"));
    }

    private static Answer read(String answer) {
        return AnswerJson.read(200, answer.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
    }
}
