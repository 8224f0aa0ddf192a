using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using MusicGen.Contracts;
using MusicGen.Contracts.Models;
using MusicGen.Tests.Models;

namespace MusicGen.Silo.Tests.Models;

public sealed class ModelsEndpointsTests(RunningSilo silo)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_TrainedCheckpoint_IsCreatedAtItsPlaceAndOnce()
    {
        var training = await silo.TrainedAsync();

        using var response = await silo.Http.PostAsJsonAsync("v1/models", new { training = training.Id, name = $"jazz-{training.Id}" }, Token);
        var again = await silo.Client.Models.PublishAsync(new PublishModel(training.Id, $"jazz-{training.Id}"), Token);

        var model = (await response.Content.ReadFromJsonAsync<ModelSummary>(ContractJson.Options, Token))!;
        Assert.Equal((HttpStatusCode.Created, $"/v1/models/jazz-{training.Id}"), (response.StatusCode, response.Headers.Location?.ToString()));
        Assert.Equal((1, "00000001-001", HandMadeModel.NoteNames.Shape), (model.Current.Number, model.Current.Checkpoint, model.Current.Card.Shape));
        Assert.Single(again.Versions);
    }

    [Fact]
    public async Task List_Models_NamesThis()
    {
        var model = await silo.ModelAsync();

        var page = await silo.Http.GetFromJsonAsync<Page<ModelSummary>>($"v1/models?limit=200", ContractJson.Options, Token);

        Assert.Single(page!.Items, item => item.Id == model);
    }

    [Fact]
    public async Task Delete_ModelOfASession_IsGoneAndTheSessionSaysSo()
    {
        var session = await silo.SessionAsync(HandMadeModel.NoteNames);
        var model = session.Model;

        using var deleted = await silo.Http.DeleteAsync($"v1/models/{model}", Token);
        using var gone = await silo.Http.GetAsync($"v1/models/{model}/content", Token);
        using var again = await silo.Http.DeleteAsync($"v1/models/{model}", Token);
        using var tune = await silo.Http.PostAsJsonAsync($"v1/sessions/{session.Id}/tunes", new { words = 4 }, Token);

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await Refusal.AssertAsync(gone, HttpStatusCode.NotFound, "model-not-found");
        await Refusal.AssertAsync(again, HttpStatusCode.NotFound, "model-not-found");
        await Refusal.AssertAsync(tune, HttpStatusCode.Conflict, "model-deleted");
        var other = await silo.TrainedAsync(HandMadeModel.Score24);
        await silo.Client.Models.PublishAsync(new PublishModel(other.Id, model), Token); // of another language, in its place
        using var still = await silo.Http.PostAsJsonAsync($"v1/sessions/{session.Id}/tunes", new { words = 4 }, Token);
        await Refusal.AssertAsync(still, HttpStatusCode.Conflict, "model-deleted");
        Assert.Equal(0, (await silo.Client.Sessions.GetAsync(session.Id, Token)).Tunes);
    }

    [Fact]
    public async Task Content_OfAModel_IsTheWeights()
    {
        var model = await silo.Client.Models.GetAsync(await silo.ModelAsync(), Token);

        var weights = await silo.Http.GetByteArrayAsync($"v1/models/{model.Id}/content", Token);

        Assert.Equal(model.Current.Hash, Convert.ToHexStringLower(SHA256.HashData(weights)));
        Assert.Equal(HandMadeModel.NoteNames.Weights(1), weights);
    }

    [Fact]
    public async Task Content_Range_IsThatPartAndAnUnchangedOneIsNotSentAgain()
    {
        var path = $"v1/models/{await silo.ModelAsync()}/content";
        using var part = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = new RangeHeaderValue(8, 15) } };

        using var response = await silo.Http.SendAsync(part, Token);
        using var known = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { response.Headers.ETag! } } };
        using var unchanged = await silo.Http.SendAsync(known, Token);

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(HandMadeModel.NoteNames.Weights(1)[8..16], await response.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Theory]
    [InlineData("UPPER")]
    [InlineData("../x")]
    [InlineData("")]
    [InlineData("-a")]
    public async Task Publish_NameThatIsNone_IsRefusedNamingTheField(string name)
    {
        using var response = await silo.Http.PostAsJsonAsync("v1/models", new { training = "nothing", name }, Token);

        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, "name-invalid", "name");
    }

    [Fact]
    public async Task Publish_WhatIsNotThere_IsRefused()
    {
        var untrained = await silo.TrainingAsync();
        var trained = await silo.TrainedAsync();
        using var nothing = await silo.Http.PostAsJsonAsync("v1/models", new { training = "nothing" }, Token);
        using var impossible = await silo.Http.PostAsJsonAsync("v1/models", new { training = "../x", name = "a" }, Token);
        using var early = await silo.Http.PostAsJsonAsync("v1/models", new { training = untrained.Id }, Token);
        using var other = await silo.Http.PostAsJsonAsync("v1/models", new { training = trained.Id, checkpoint = "../../x" }, Token);

        await Refusal.AssertAsync(nothing, HttpStatusCode.NotFound, "training-not-found", "training");
        await Refusal.AssertAsync(impossible, HttpStatusCode.NotFound, "training-not-found", "training");
        await Refusal.AssertAsync(early, HttpStatusCode.Conflict, "training-without-checkpoint");
        await Refusal.AssertAsync(other, HttpStatusCode.NotFound, "checkpoint-not-found", "checkpoint");
    }

    [Fact]
    public async Task Content_OfNoModel_IsNotFound()
    {
        using var response = await silo.Http.GetAsync("v1/models/nothing/content", Token);

        await Refusal.AssertAsync(response, HttpStatusCode.NotFound, "model-not-found");
    }
}
