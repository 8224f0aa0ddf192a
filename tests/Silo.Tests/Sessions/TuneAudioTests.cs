using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using MusicGen.Client;
using MusicGen.Contracts.Sessions;
using MusicGen.Silo.Tests.Audio;
using MusicGen.Storage;

namespace MusicGen.Silo.Tests.Sessions;

/// <summary>Tunes as audio, over HTTP: with the real FluidSynth where it is installed, with a script in its place, and with none.</summary>
public sealed class TuneAudioTests(RunningSilo silo)
{
    private const int HeadBytes = 44;
    private const int BytesPerSecond = 44_100 * 4;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Content_Wav_IsTheTuneToBeHeard()
    {
        InstalledFluidSynth.Require();
        var tune = await ComposedAsync(silo);

        using var response = await silo.Http.GetAsync(PlaceOf(tune, "wav"), Token);

        var wave = await response.Content.ReadAsByteArrayAsync(Token);
        Assert.Equal((HttpStatusCode.OK, "audio/wav", "tune-1.wav"), (response.StatusCode, response.Content.Headers.ContentType?.ToString(), response.Content.Headers.ContentDisposition?.FileName));
        // 16 bits of two channels, 44,100 times a second, from byte 44.
        Assert.Equal("RIFF", Latin1(wave, 0, 4));
        Assert.Equal("WAVEfmt ", Latin1(wave, 8, 8));
        Assert.Equal((1, 2, 44_100, 16), (Int16(wave, 20), Int16(wave, 22), Int32(wave, 24), Int16(wave, 34)));
        Assert.Equal(("data", wave.Length - HeadBytes), (Latin1(wave, 36, 4), Int32(wave, 40)));
        // FluidSynth lets the last notes ring for three seconds.
        Assert.InRange((wave.Length - HeadBytes) / (double)BytesPerSecond, tune.DurationSeconds, tune.DurationSeconds + 3.5);
        Assert.InRange(LoudnessOf(wave.AsSpan(HeadBytes)), 100, 20_000);
    }

    [Fact]
    public async Task Content_OfTheSameMusic_IsTheSameWav()
    {
        InstalledFluidSynth.Require();
        var (one, two) = (await ComposedAsync(silo), await ComposedAsync(silo));

        var first = await silo.Http.GetByteArrayAsync(PlaceOf(one, "wav"), Token);
        var second = await silo.Http.GetByteArrayAsync(PlaceOf(two, "wav"), Token);

        Assert.NotEqual(one.Session, two.Session);
        Assert.True(first.AsSpan().SequenceEqual(second));
    }

    [Fact]
    public async Task Content_Ogg_IsOggAndSmaller()
    {
        InstalledFluidSynth.Require();
        var tune = await ComposedAsync(silo);

        using var response = await silo.Http.GetAsync(PlaceOf(tune, "ogg"), Token);

        var audio = await response.Content.ReadAsByteArrayAsync(Token);
        Assert.Equal((HttpStatusCode.OK, "audio/ogg", "tune-1.ogg"), (response.StatusCode, response.Content.Headers.ContentType?.ToString(), response.Content.Headers.ContentDisposition?.FileName));
        Assert.Equal(("OggS", "vorbis"), (Latin1(audio, 0, 4), Latin1(audio, 29, 6)));
        Assert.InRange(audio.Length, 1000, tune.DurationSeconds * BytesPerSecond / 5);
    }

    [Fact]
    public async Task Content_Again_ComesFromTheStoreAndByRanges()
    {
        InstalledFluidSynth.Require();
        var tune = await ComposedAsync(silo);
        using var first = await silo.Http.GetAsync(PlaceOf(tune, "ogg"), Token);
        var key = $"tunes/local/{tune.Session}/1/1.ogg";
        var stored = (await silo.App.Services.GetRequiredService<IBlobStore>().GetAsync(key, Token))!;

        using var known = new HttpRequestMessage(HttpMethod.Get, PlaceOf(tune, "ogg")) { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var unchanged = await silo.Http.SendAsync(known, Token);
        using var part = new HttpRequestMessage(HttpMethod.Get, PlaceOf(tune, "ogg")) { Headers = { Range = new RangeHeaderValue(4, 99) } };
        using var partial = await silo.Http.SendAsync(part, Token);
        using var copy = new MemoryStream();
        await silo.Client.Sessions.AudioAsync(tune.Session, 1, 1, AudioFormat.Ogg, copy, Token);

        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Equal(HttpStatusCode.PartialContent, partial.StatusCode);
        Assert.Equal(stored.Content[4..100].ToArray(), await partial.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(stored.Content.ToArray(), copy.ToArray());
        Assert.Equal(stored.ETag, (await silo.App.Services.GetRequiredService<IBlobStore>().FindAsync(key, Token))?.ETag);
    }

    [Theory]
    [InlineData("mp3")]
    [InlineData("WAV")]
    public async Task Content_FormatOfNobodysMaking_IsRefusedWithTheFormats(string format)
    {
        var tune = await ComposedAsync(silo);

        using var response = await silo.Http.GetAsync(PlaceOf(tune, format), Token);

        Assert.Equal("The formats are midi, notes, names, tokens, wav and ogg.", await Refusal.DetailAsync(response));
        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, "format-unknown", "format");
    }

    [Fact]
    public async Task Content_WhereAudioIsSwitchedOff_IsNotAvailable()
    {
        await using var silent = new RunningSilo("--Audio:Renderers", "0");
        await silent.InitializeAsync();
        var tune = await ComposedAsync(silent);

        using var response = await silent.Http.GetAsync(PlaceOf(tune, "ogg"), Token);
        var refused = await Assert.ThrowsAsync<MusicGenException>(() => silent.Client.Sessions.AudioAsync(tune.Session, 1, 1, AudioFormat.Wav, Stream.Null, Token));

        await Refusal.AssertAsync(response, HttpStatusCode.NotImplemented, "audio-not-available");
        Assert.Equal((HttpStatusCode.NotImplemented, "urn:musicgen:problem:audio-not-available"), (refused.Status, refused.Type));
    }

    [Fact]
    public async Task Content_WhereFluidSynthFailsOrIsBusy_IsRefusedWithoutItsWords()
    {
        await using var synth = await ScriptedFluidSynth.CreateAsync("echo $$ > \"$work/started\"; read go < \"$work/go\"; echo \"no room in $work\" >&2; exit 1");
        await using var other = new RunningSilo("--Audio:Executable", synth.Settings.Executable!, "--Audio:SoundFont", synth.Settings.SoundFont!, "--Audio:Renderers", "1", "--Audio:Waiting", "0");
        await other.InitializeAsync();
        var (one, two) = (await ComposedAsync(other), await ComposedAsync(other));

        var failing = other.Http.GetAsync(PlaceOf(one, "wav"), Token);
        await synth.StartedAsync();
        using var busy = await other.Http.GetAsync(PlaceOf(two, "wav"), Token);
        await synth.GoAsync();
        using var failed = await failing;

        await Refusal.AssertAsync(busy, HttpStatusCode.ServiceUnavailable, "audio-busy");
        Assert.Equal(TimeSpan.FromSeconds(5), busy.Headers.RetryAfter?.Delta);
        Assert.DoesNotContain("/", await Refusal.DetailAsync(failed), StringComparison.Ordinal);
        await Refusal.AssertAsync(failed, HttpStatusCode.InternalServerError, "audio-failed");
    }

    [Fact]
    public async Task Content_CallerWhoHangsUp_EndsTheProcess()
    {
        await using var synth = await ScriptedFluidSynth.CreateAsync(ScriptedFluidSynth.Hangs);
        await using var other = new RunningSilo("--Audio:Executable", synth.Settings.Executable!, "--Audio:SoundFont", synth.Settings.SoundFont!);
        await other.InitializeAsync();
        var tune = await ComposedAsync(other);
        using var leaves = new CancellationTokenSource();
        var asking = other.Http.GetAsync(PlaceOf(tune, "wav"), leaves.Token);
        var processes = await synth.StartedAsync();

        await leaves.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await ScriptedFluidSynth.GoneAsync(processes);
    }

    private static async Task<TuneSummary> ComposedAsync(RunningSilo where)
    {
        var session = await where.SessionAsync();
        await where.Client.Sessions.ComposeAsync(session.Id, new CreateTune(Words: 8, Seed: 3), cancellationToken: Token);
        await where.Client.Sessions.WatchAsync(session.Id, 1, Token).LastAsync(Token);
        return await where.Client.Sessions.TuneAsync(session.Id, 1, Token);
    }

    private static string PlaceOf(TuneSummary tune, string format) => $"v1/sessions/{tune.Session}/tunes/{tune.Number}/content?format={format}";

    /// <summary>Root of the mean square of samples of 16 bits; full scale is 32,767.</summary>
    private static double LoudnessOf(ReadOnlySpan<byte> samples)
    {
        var (sum, count) = (0.0, samples.Length / 2);
        for (var i = 0; i < count; i++) sum += Math.Pow(BinaryPrimitives.ReadInt16LittleEndian(samples[(2 * i)..]), 2);
        return Math.Sqrt(sum / count);
    }

    private static string Latin1(byte[] bytes, int from, int count) => System.Text.Encoding.Latin1.GetString(bytes, from, count);

    private static int Int16(byte[] bytes, int from) => BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(from));

    private static int Int32(byte[] bytes, int from) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(from));
}
