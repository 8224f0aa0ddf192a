using System.Net;
using System.Net.Http.Json;
using MusicGen.Client;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Contracts.Training;
using MusicGen.Music.NoteFiles;
using MusicGen.Tests.Corpora;

namespace MusicGen.Silo.Tests.Corpora;

public sealed class CorporaEndpointsTests(RunningSilo silo)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_Name_IsCreatedAtItsPlace()
    {
        using var response = await silo.Http.PostAsJsonAsync("v1/corpora", new { name = "Bebop" }, Token);

        var corpus = (await response.Content.ReadFromJsonAsync<CorpusSummary>(ContractJson.Options, Token))!;
        Assert.Equal((HttpStatusCode.Created, $"/v1/corpora/{corpus.Id}"), (response.StatusCode, response.Headers.Location?.ToString()));
        Assert.Equal(("Bebop", 0, 0), (corpus.Name, corpus.Files, corpus.Ingestions));
        Assert.Equal(corpus, await silo.Client.Corpora.GetAsync(corpus.Id, Token));
    }

    [Fact]
    public async Task Create_TwiceWithOneKey_IsOneCorpus()
    {
        var first = await silo.Client.Corpora.CreateAsync(new CreateCorpus("Bebop"), "corpus key", Token);

        var again = await silo.Client.Corpora.CreateAsync(new CreateCorpus("Swing"), "corpus key", Token);
        var other = await silo.Client.Corpora.CreateAsync(new CreateCorpus("Swing"), "another key", Token);

        Assert.Equal(first, again);
        Assert.NotEqual(first.Id, other.Id);
    }

    [Fact]
    public async Task List_ByCursor_NamesEachCorpusOnce()
    {
        var created = new List<string>();
        for (var i = 0; i < 5; i++) created.Add((await silo.Client.Corpora.CreateAsync(new CreateCorpus(Intake: IntakeSettings.Everything), cancellationToken: Token)).Id);
        var listed = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await silo.Http.GetFromJsonAsync<Page<CorpusSummary>>($"v1/corpora?limit=2&cursor={cursor}", ContractJson.Options, Token))!;
            Assert.InRange(page.Items.Count, 1, 2);
            listed.AddRange(page.Items.Select(corpus => corpus.Id));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Distinct(listed);
        Assert.Equal(created, listed.Where(created.Contains));
    }

    [Fact]
    public async Task Watch_Upload_EndsWithItsSummary()
    {
        var corpus = await silo.Client.Corpora.CreateAsync(new CreateCorpus(Intake: IntakeSettings.Everything), cancellationToken: Token);
        await silo.Client.Corpora.UploadAsync(corpus.Id, [new("a.mid", MidiFiles.Melody(60)), new("b.mid", MidiFiles.Damaged)], Token);

        var last = await silo.Client.Corpora.WatchAsync(corpus.Id, 1, Token).LastAsync(Token);

        Assert.Equal(new IngestionSummary(corpus.Id, 1, IngestionPhase.Succeeded, 2, 2, Accepted: 1, Duplicates: 0, Rejected: 1), last);
        Assert.Equal(last, await silo.Http.GetFromJsonAsync<IngestionSummary>($"v1/corpora/{corpus.Id}/ingestions/1", ContractJson.Options, Token));
    }

    [Fact]
    public async Task Notes_OfAnAcceptedFile_AreItsNoteFile()
    {
        var corpus = await silo.CorpusAsync(MidiFiles.Melody(60, 64));
        var report = Assert.Single((await silo.Client.Corpora.FilesAsync(corpus.Id, cancellationToken: Token)).Items);

        using var response = await silo.Http.GetAsync($"v1/corpora/{corpus.Id}/files/{report.Sha256}/notes", Token);

        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(2, NoteFile.Read(await response.Content.ReadAsStringAsync(Token)).NoteCount);
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("..%2f..%2fstate")]
    [InlineData("ABCDEF")]
    public async Task Notes_OfNoFile_AreNotFound(string sha256)
    {
        var corpus = await silo.CorpusAsync(MidiFiles.Melody(60));

        using var response = await silo.Http.GetAsync($"v1/corpora/{corpus.Id}/files/{sha256}/notes", Token);

        await Refusal.AssertAsync(response, HttpStatusCode.NotFound, "file-not-found");
    }

    [Fact]
    public async Task Create_IntakeThatCannotBe_NamesEveryFault()
    {
        using var response = await silo.Http.PostAsJsonAsync("v1/corpora", new { intake = new { minNotes = 0, maxSilence = 2, minPitches = 200 } }, Token);

        var detail = await Refusal.DetailAsync(response);
        Assert.All(["intake.minNotes must be 1 or more.", "intake.maxSilence must be 0 to 1.", "intake.minPitches must be 0 to 128."], name => Assert.Contains(name, detail, StringComparison.Ordinal));
        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, "intake-invalid", "intake.minNotes");
    }

    [Fact]
    public async Task Files_OfAnOutcome_AreThoseAlone()
    {
        var corpus = await silo.CorpusAsync(MidiFiles.Melody(60), MidiFiles.Damaged, MidiFiles.Melody(61)[..^4]);

        var rejected = await silo.Client.Corpora.FilesAsync(corpus.Id, outcome: FileOutcome.Rejected, cancellationToken: Token);
        var repaired = await silo.Client.Corpora.FilesAsync(corpus.Id, repaired: true, ingestion: 1, cancellationToken: Token);
        using var unknown = await silo.Http.GetAsync($"v1/corpora/{corpus.Id}/files?outcome=lost", Token);

        Assert.Equal("1.mid", Assert.Single(rejected.Items).Name);
        Assert.Equal("2.mid", Assert.Single(repaired.Items).Name);
        await Refusal.AssertAsync(unknown, HttpStatusCode.UnprocessableEntity, "outcome-unknown", "outcome");
    }

    [Fact]
    public async Task Stats_OfACorpus_CountItsFiles()
    {
        var corpus = await silo.CorpusAsync(MidiFiles.Melody(60, 64, 67), MidiFiles.Damaged);

        var stats = await silo.Client.Corpora.StatsAsync(corpus.Id, Token);

        Assert.Equal((corpus, 1), (stats.Corpus, stats.Meters.Sum(meter => meter.Count)));
        Assert.Equal(1, Assert.Single(stats.Reasons).Count);
    }

    [Fact]
    public async Task Cancel_AnEndedUpload_LeavesIt()
    {
        var corpus = await silo.CorpusAsync(MidiFiles.Melody(60));

        var ended = await silo.Client.Corpora.CancelUploadAsync(corpus.Id, 1, Token);

        Assert.Equal(IngestionPhase.Succeeded, ended.Phase);
    }

    [Fact]
    public async Task Delete_CorpusOfATraining_IsGoneAndTheTrainingStays()
    {
        var training = await silo.TrainingAsync();

        using var deleted = await silo.Http.DeleteAsync($"v1/corpora/{training.Corpus}", Token);
        using var gone = await silo.Http.GetAsync($"v1/corpora/{training.Corpus}", Token);
        using var again = await silo.Http.DeleteAsync($"v1/corpora/{training.Corpus}", Token);

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await Refusal.AssertAsync(gone, HttpStatusCode.NotFound, "corpus-not-found");
        await Refusal.AssertAsync(again, HttpStatusCode.NotFound, "corpus-not-found");
        Assert.Equal(TrainingPhase.Queued, (await silo.Client.Trainings.GetAsync(training.Id, Token)).Phase);
        var refused = await Assert.ThrowsAsync<MusicGenException>(() => silo.Client.Trainings.CreateAsync(new CreateTraining(training.Corpus), cancellationToken: Token));
        Assert.EndsWith("corpus-not-found", refused.Type, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ingestions/2")]
    [InlineData("ingestions/0")]
    [InlineData("ingestions/-1")]
    [InlineData("ingestions/2147483647")]
    [InlineData("ingestions/2/events")]
    public async Task Ingestion_OfAnUnknownNumber_IsNotFound(string path)
    {
        var corpus = await silo.CorpusAsync(MidiFiles.Melody(60));

        using var response = await silo.Http.GetAsync($"v1/corpora/{corpus.Id}/{path}", Token);

        await Refusal.AssertAsync(response, HttpStatusCode.NotFound, "ingestion-not-found");
    }

    [Theory]
    [InlineData("files")]
    [InlineData("ingestions/1")]
    [InlineData("ingestions/1/events")]
    public async Task AnyPart_OfNoCorpus_IsNotFound(string path)
    {
        using var response = await silo.Http.GetAsync($"v1/corpora/nothing/{path}", Token);

        await Refusal.AssertAsync(response, HttpStatusCode.NotFound, "corpus-not-found");
    }
}
