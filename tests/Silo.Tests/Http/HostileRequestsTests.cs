using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MusicGen.Storage;

namespace MusicGen.Silo.Tests.Http;

/// <summary>What a stranger may send: the answer is a refusal that helps, never a failure of the service.</summary>
public sealed class HostileRequestsTests(RunningSilo silo)
{
    private static readonly string[] Things = ["corpora/{0}", "trainings/{0}", "models/{0}", "sessions/{0}"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Ids { get; } =
    [
        .. from thing in Things
           from id in new[] { "nothing", "..%2f..", "UPPER", "%C3%A9", "%E2%99%AB", "a%2Fb", "-a", "a.b", "a%20b", "%25", "a:b", "a@b", new string('a', 300) }
           select (string.Format(null, thing, id), thing.Split('/')[0]),
    ];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Get_AnIdOfNothing_IsNotFound(string path, string things)
    {
        using var response = await silo.Http.GetAsync($"v1/{path}", Token);

        var singular = things switch { "corpora" => "corpus", _ => things[..^1] };
        await Refusal.AssertAsync(response, HttpStatusCode.NotFound, $"{singular}-not-found");
    }

    [Theory]
    [InlineData("v1/corpora/a/b")]
    [InlineData("v1/nothing")]
    [InlineData("v1/sessions/a/tunes/99999999999")]
    [InlineData("v1/sessions/a/tunes/x")]
    [InlineData("v1/corpora/a/ingestions/1.5")]
    [InlineData("v1/../../etc/passwd")]
    public async Task Get_AnAddressOfNothing_IsNotFound(string path)
    {
        using var response = await silo.Http.GetAsync(path, Token);

        Assert.Equal(
            "There is nothing at this address: see /docs.",
            (await Refusal.ReadAsync(response, HttpStatusCode.NotFound)).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Delete_AnythingThatCannotBeDeleted_IsNotAllowed()
    {
        using var response = await silo.Http.DeleteAsync("v1/corpora", Token);

        await Refusal.ReadAsync(response, HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [InlineData("{\"stateVersion\":99}", HttpStatusCode.ServiceUnavailable, "node-outdated")]
    [InlineData("{", HttpStatusCode.InternalServerError, "internal")]
    public async Task Get_AStateThatCannotBeRead_SaysWhetherToTryAgain(string state, HttpStatusCode status, string code)
    {
        var (store, id) = (silo.App.Services.GetRequiredService<IBlobStore>(), $"unreadable{state.Length}");
        await store.PutAsync($"state/corpus/local/{id}", Encoding.UTF8.GetBytes(state), cancellationToken: Token);

        using var response = await silo.Http.GetAsync($"v1/corpora/{id}", Token);

        await store.DeleteAsync($"state/corpus/local/{id}", cancellationToken: Token);
        await Refusal.AssertAsync(response, status, code);
        Assert.Equal(status == HttpStatusCode.ServiceUnavailable, response.Headers.RetryAfter is not null);
    }

    [Theory]
    [InlineData("corpora", "corpus", "{")]
    [InlineData("corpora", "corpus", """{"stateVersion":99}""")]
    [InlineData("trainings", "training", """{"phase":"nonsense"}""")]
    [InlineData("models", "model", "[]")]
    [InlineData("sessions", "session", """{"stateVersion":99}""")]
    public async Task List_WithAStateThatCannotBeRead_ShowsTheOthersAndNamesIt(string list, string grainType, string state)
    {
        var store = silo.App.Services.GetRequiredService<IBlobStore>();
        await silo.SessionAsync(); // there is one of everything
        var id = $"0-unreadable{state.Length}";
        await store.PutAsync($"state/{grainType}/local/{id}", Encoding.UTF8.GetBytes(state), cancellationToken: Token);

        using var response = await silo.Http.GetAsync($"v1/{list}?limit=2", Token);

        await store.DeleteAsync($"state/{grainType}/local/{id}", cancellationToken: Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var page = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(1, page.GetProperty("items").GetArrayLength());
        Assert.Equal(id, Assert.Single(page.GetProperty("unreadable").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task List_OfWhatCanBeRead_NamesNothingUnreadable()
    {
        await silo.SessionAsync();

        Assert.DoesNotContain("unreadable", await silo.Http.GetStringAsync("v1/models", Token), StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Bodies { get; } = new()
    {
        { "v1/corpora", "", "The request has no body or a damaged one: see /docs." },
        { "v1/corpora", "{", "The body is not the JSON object that was expected: see /docs." },
        { "v1/corpora", "[]", "The body is not the JSON object that was expected: see /docs." },
        { "v1/corpora", "7", "The body is not the JSON object that was expected: see /docs." },
        { "v1/corpora", "null", "The request has no body or a damaged one: see /docs." },
        { "v1/corpora", """{"name":1}""", Wrong("name") },
        { "v1/trainings", "{}", "The body lacks 'corpus'." },
        { "v1/trainings", """{"corpus":null}""", Wrong("corpus") },
        { "v1/trainings", """{"corpus":"a","epochs":"many"}""", Wrong("epochs") },
        { "v1/trainings", """{"corpus":"a","epochs":99999999999}""", Wrong("epochs") },
        { "v1/trainings", """{"corpus":"a","epochs":1.5}""", Wrong("epochs") },
        { "v1/trainings", """{"corpus":"a","tokenizer":{"notenames":{"parts":"drums"}}}""", Wrong("tokenizer.notenames.parts") },
        { "v1/trainings", """{"corpus":"a","tokenizer":{"kind":0}}""", Wrong("tokenizer.kind") },
        { "v1/trainings", """{"corpus":"a","epoch":1}""", Unknown("epoch") },
        { "v1/trainings", """{"corpus":"a","tokenizer":{"kind":"score24","score":{}}}""", Unknown("score") },
        { "v1/corpora", """{"it's":1}""", Unknown("it's") },
        { "v1/corpora", $$"""{"{{new string('n', 50)}}":1}""", Unknown(new string('n', 40) + "…") },
        { "v1/corpora", """{"name":"a","name":"b"}""", Repeated("name") },
        { "v1/corpora", """{"name":"a","Name":"a"}""", Repeated("name") },
        { "v1/trainings", """{"corpus":"a","tokenizer":{"kind":"score24","kind":"notenames"}}""", Repeated("kind") },
        { "v1/models", "{}", "The body lacks 'training'." },
        { "v1/sessions", "{}", "The body lacks 'model'." },
        { "v1/sessions", """{"model":{}}""", Wrong("model") },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Post_BodyOfAnotherForm_IsABadRequestThatSaysWhy(string path, string body, string detail)
    {
        using var response = await silo.Http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), Token);

        Assert.Equal(detail, await Refusal.DetailAsync(response));
        await Refusal.AssertAsync(response, HttpStatusCode.BadRequest, "bad-request");
    }

    [Fact]
    public async Task Post_BodyOfAnotherType_IsRefused()
    {
        using var response = await silo.Http.PostAsync(
            "v1/corpora",
            new StringContent("name=jazz", new MediaTypeHeaderValue("application/x-www-form-urlencoded")),
            Token);

        Assert.Contains("application/json", await Refusal.DetailAsync(response), StringComparison.Ordinal);
        await Refusal.ReadAsync(response, HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Post_JsonOverTwoMegabytes_IsTooLarge()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/corpora")
        {
            Content = new StringContent($$"""{"name":"{{new string('a', 2 << 20)}}"}""", Encoding.UTF8, "application/json"),
        };
        // The service refuses by the announced length and closes the connection: whoever still sends may meet that before the answer (RFC 9112 §9.6).
        request.Headers.ExpectContinue = true;

        using var response = await silo.Http.SendAsync(request, Token);

        Assert.StartsWith(
            "The body is too large: at most 2 MB",
            (await Refusal.ReadAsync(response, HttpStatusCode.RequestEntityTooLarge)).GetProperty("detail").GetString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\u0000")]
    public async Task Post_NameThatIsNone_IsRefusedNamingTheField(string name)
    {
        var names = new[] { name, new string('a', 101) };
        foreach (var wrong in names)
        {
            var json = System.Text.Json.JsonSerializer.Serialize(wrong);
            (string, string)[] requests =
            [
                ("corpora", $$"""{"name":{{json}}}"""),
                ("trainings", $$"""{"corpus":"a","name":{{json}}}"""),
                ("sessions", $$"""{"model":"a","name":{{json}}}"""),
            ];
            foreach (var (path, body) in requests)
            {
                using var response = await silo.Http.PostAsync($"v1/{path}", new StringContent(body, Encoding.UTF8, "application/json"), Token);

                await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, "name-invalid", "name");
            }
        }
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=-1")]
    [InlineData("limit=2147483647")]
    [InlineData("cursor=")]
    [InlineData("cursor=..%2f..")]
    [InlineData("cursor=-5")]
    [InlineData("cursor=99999999999999999999")]
    [InlineData("cursor=2147483647&limit=2147483647")]
    public async Task Get_StrangeCursorOrLimit_IsAPage(string query)
    {
        var session = await silo.SessionAsync();
        var corpus = await silo.CorpusAsync(MusicGen.Tests.Corpora.MidiFiles.Melody(60));
        foreach (var list in new[] { "corpora", "trainings", "models", "sessions", $"sessions/{session.Id}/tunes", $"corpora/{corpus.Id}/files" })
        {
            using var response = await silo.Http.GetAsync($"v1/{list}?{query}", Token);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("limit=many")]
    [InlineData("limit=99999999999")]
    public async Task Get_LimitThatIsNoNumber_IsABadRequestThatNamesIt(string query)
    {
        using var response = await silo.Http.GetAsync($"v1/corpora?{query}", Token);

        Assert.Contains("limit", await Refusal.DetailAsync(response), StringComparison.Ordinal);
        await Refusal.AssertAsync(response, HttpStatusCode.BadRequest, "bad-request");
    }

    private static string Unknown(string member) => $"The body has '{member}', which is not known here: see /docs.";

    private static string Repeated(string member) => $"The body has '{member}' more than once, so that it is not clear what was meant.";

    private static string Wrong(string field) => $"The value of {field} is not what it should be, or the JSON around it is broken: see /docs.";
}
