using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using MusicGen.Contracts;
using MusicGen.Contracts.Training;
using MusicGen.Storage;
using MusicGen.Tests.Corpora;

namespace MusicGen.Silo.Tests.Training;

/// <summary>What a training has brought so far: losses, samples, checkpoints.</summary>
public sealed class TrainingResultsEndpointsTests(RunningSilo silo)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_OfATraining_AreJsonOrCsv()
    {
        var training = await silo.TrainedAsync();

        await PutMetricsAsync(training, [new StepMetric(1, 0.5, 2.5, 0.001, 1.5, 1000)]);

        var json = await silo.Client.Trainings.MetricsAsync(training.Id, Token);
        using var csv = await silo.Http.GetAsync($"v1/trainings/{training.Id}/metrics?format=csv", Token);
        var steps = await silo.Client.Trainings.MetricsCsvAsync(training.Id, "steps", Token);

        Assert.Equal([new EpochLosses(1, 1, Train: 2.5, HeldOut: 2, Seconds: 0.25)], json.Epochs);
        Assert.Equal([new StepMetric(1, 0.5, 2.5, 0.001, 1.5, 1000)], json.Steps);
        Assert.Equal("text/csv", csv.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            "epoch,step,train_nats,held_out_nats,held_out_nats_per_note,perplexity,top_1,copy_rate,learning_rate,seconds\n1,1,2.5,2,,7.38905609893065,,,0,0.250\n",
            await csv.Content.ReadAsStringAsync(Token));
        Assert.Equal("step,epoch,train_nats,learning_rate,gradient_norm,tokens_per_second\n1,0.5,2.5,0.001,1.5,1000.0\n", steps);
    }

    [Theory]
    [InlineData("format=xml", "format-unknown", "format")]
    [InlineData("format=csv&series=notes", "series-unknown", "series")]
    [InlineData("series=steps", "series-not-chosen-in-json", "series")]
    public async Task Metrics_InAFormThatThereIsNot_AreRefused(string query, string code, string field)
    {
        var training = await silo.TrainedAsync();

        using var response = await silo.Http.GetAsync($"v1/trainings/{training.Id}/metrics?{query}", Token);

        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, code, field);
    }

    [Fact]
    public async Task Metrics_WhoseStepsAreDamaged_StillHaveTheirPasses()
    {
        var training = await silo.TrainedAsync();
        await silo.App.Services.GetRequiredService<IBlobStore>().PutAsync($"checkpoints/local/{training.Id}/{training.Checkpoints[0].Name}/metrics.json", "[{"u8.ToArray(), cancellationToken: Token);

        var metrics = await silo.Client.Trainings.MetricsAsync(training.Id, Token);

        Assert.Single(metrics.Epochs);
        Assert.Empty(metrics.Steps);
    }

    [Fact]
    public async Task Samples_OfATraining_AreListedAndDownloaded()
    {
        var training = await silo.TrainingAsync();
        var store = silo.App.Services.GetRequiredService<IBlobStore>();
        await store.PutAsync($"samples/local/{training.Id}/00001-1-001.mid", MidiFiles.Melody(60), cancellationToken: Token);
        await store.PutAsync($"samples/local/{training.Id}/00001-1-001.notes", "notes"u8.ToArray(), cancellationToken: Token);
        var grain = silo.GrainOf(training.Id);
        await grain.Claim("a-node-that-is-gone", "cpu", slot: 1);
        await grain.Report(1, new WorkerEvent(WorkerEventKind.Epoch, 7, 9, 1, Losses: new EpochLosses(1, 7, 2.5, 2, 0.25), Samples: ["00001-1-001"], Baseline: new NgramBaseline(3, 2.4, null, 100)));

        var sample = Assert.Single((await silo.Client.Trainings.SamplesAsync(training.Id, Token)).Items);
        var midi = await silo.Client.Trainings.SampleMidiAsync(training.Id, sample.Name, Token);
        var notes = await silo.Http.GetStringAsync($"v1/trainings/{training.Id}/samples/{sample.Name}/content?format=notes", Token);

        Assert.Equal(new TrainingSample("00001-1-001", 1, 7), sample);
        Assert.Equal(MidiFiles.Melody(60), midi);
        Assert.Equal("notes", notes);
        Assert.Equal(new NgramBaseline(3, 2.4, null, 100), (await silo.Client.Trainings.GetAsync(training.Id, Token)).Baseline);
    }

    [Theory]
    [InlineData("00002-1-001", "", HttpStatusCode.NotFound, "sample-not-found")]
    [InlineData("..%2F..%2Fcheckpoints", "", HttpStatusCode.NotFound, null)]
    [InlineData("00001-1-001", "?format=wav", HttpStatusCode.UnprocessableEntity, "format-unknown")]
    public async Task Sample_ThatThereIsNot_IsRefused(string sample, string query, HttpStatusCode status, string? code)
    {
        var training = await silo.TrainingAsync();
        var grain = silo.GrainOf(training.Id);
        await grain.Claim("a-node-that-is-gone", "cpu", slot: 1);
        await grain.Report(1, new WorkerEvent(WorkerEventKind.Epoch, 7, 9, 1, Losses: new EpochLosses(1, 7, 2.5, 2, 0.25), Samples: ["00001-1-001"]));

        using var response = await silo.Http.GetAsync($"v1/trainings/{training.Id}/samples/{sample}/content{query}", Token);

        Assert.Equal(status, response.StatusCode);
        if (code is not null) Assert.EndsWith(code, (await response.Content.ReadFromJsonAsync<Microsoft.AspNetCore.Mvc.ProblemDetails>(Token))!.Type, StringComparison.Ordinal);
    }

    private async Task PutMetricsAsync(TrainingSummary training, StepMetric[] steps) => await silo.App.Services.GetRequiredService<IBlobStore>().PutAsync(
        $"checkpoints/local/{training.Id}/{training.Checkpoints[^1].Name}/metrics.json", System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(steps, ContractJson.Options), cancellationToken: Token);

    [Fact]
    public async Task Checkpoints_OfATraining_AreListed()
    {
        var training = await silo.TrainedAsync();

        var checkpoints = await silo.Http.GetFromJsonAsync<CheckpointSummary[]>(
            $"v1/trainings/{training.Id}/checkpoints",
            ContractJson.Options,
            Token);

        Assert.Equal("00000001-001", Assert.Single(checkpoints!).Name);
    }
}
