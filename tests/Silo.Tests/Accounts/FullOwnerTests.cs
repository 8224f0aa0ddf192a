using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MusicGen.Contracts.Models;
using MusicGen.Contracts.Sessions;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Accounts;
using MusicGen.Silo.Tests.Audio;

namespace MusicGen.Silo.Tests.Accounts;

/// <summary>What an owner who has things and is full then may do with them.</summary>
public sealed class FullOwnerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Anything_ThatStoresMore_IsRefusedAndWhatIsThereIsToBeHad()
    {
        await using var synth = await ScriptedFluidSynth.CreateAsync(ScriptedFluidSynth.Renders);
        await using var silo = new RunningSilo("--Limits:StoredMegabytes", "100", "--Audio:Executable", synth.Settings.Executable!, "--Audio:SoundFont", synth.Settings.SoundFont!);
        await silo.InitializeAsync();
        await silo.Store.PutAsync("models/local/large/1/model.safetensors", new byte[2 << 20], cancellationToken: Token);
        var (trained, paused, queued) = (await silo.TrainedAsync(), await silo.TrainingAsync(), await silo.TrainingAsync());
        await silo.Client.Trainings.PauseAsync(paused.Id, Token);
        await silo.Client.Models.PublishAsync(new PublishModel(trained.Id, Name: "before"), Token);
        var session = await silo.SessionAsync();
        await silo.Client.Sessions.ComposeAsync(session.Id, new CreateTune(Words: 8, Seed: 3), "once", Token);
        await silo.Client.Sessions.WatchAsync(session.Id, 1, Token).LastAsync(Token);

        silo.App.Services.GetRequiredService<IOptions<LimitsOptions>>().Value.StoredMegabytes = 1; // as if the rest had filled by and by
        using var compose = await silo.Http.PostAsJsonAsync($"v1/sessions/{session.Id}/tunes", new { words = 8 }, Token);
        using var resume = await silo.Http.PostAsync($"v1/trainings/{paused.Id}:resume", null, Token);
        using var extend = await silo.Http.PostAsJsonAsync($"v1/trainings/{trained.Id}:extend", new { epochs = 1 }, Token);
        using var publish = await silo.Http.PostAsJsonAsync("v1/models", new { training = trained.Id, name = "another" }, Token);
        using var audio = await silo.Http.GetAsync($"v1/sessions/{session.Id}/tunes/1/content?format=wav", Token);

        foreach (var refused in new[] { compose, resume, extend, publish, audio }) await Refusal.AssertAsync(refused, HttpStatusCode.RequestEntityTooLarge, "storage-full");
        Assert.Equal(0, synth.Runs);
        // What was begun before is answered as it was, and nothing is kept back.
        Assert.Single((await silo.Client.Models.PublishAsync(new PublishModel(trained.Id, Name: "before"), Token)).Versions);
        Assert.Equal(1, (await silo.Client.Sessions.ComposeAsync(session.Id, new CreateTune(Words: 8, Seed: 3), "once", Token)).Number);
        Assert.Equal(HttpStatusCode.OK, (await silo.Http.GetAsync($"v1/sessions/{session.Id}/tunes/1/content", Token)).StatusCode);
        Assert.Equal(TrainingPhase.Paused, (await silo.Client.Trainings.GetAsync(paused.Id, Token)).Phase);
        Assert.NotEqual(HttpStatusCode.RequestEntityTooLarge, (await silo.Http.PostAsync($"v1/trainings/{queued.Id}:resume", null, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await silo.Http.PostAsync("v1/trainings/nothing:resume", null, Token)).StatusCode);
    }
}
