using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using MusicGen.Contracts.Corpora;
using MusicGen.Tests.Corpora;

namespace MusicGen.Silo.Tests.Corpora;

public sealed class UploadTests(RunningSilo silo)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Upload_FilesOfEveryKind_AreAcceptedAndReported()
    {
        var corpus = await CorpusAsync();

        using var response = await PostAsync(
            corpus,
            Form(("one.mid", MidiFiles.Melody(60)), ("again.mid", MidiFiles.Melody(60)), ("empty.mid", []), ("damaged.mid", MidiFiles.Damaged)));
        var reports = await ReportsAsync(corpus);

        Assert.Equal((HttpStatusCode.Accepted, $"/v1/corpora/{corpus}/ingestions/1"), (response.StatusCode, response.Headers.Location?.ToString()));
        Assert.Equal(
            [FileOutcome.Accepted, FileOutcome.Duplicate, FileOutcome.Rejected, FileOutcome.Rejected],
            reports.Select(report => report.Outcome));
        Assert.Equal("The same bytes as one.mid.", reports[1].Reason);
        Assert.All(reports.Skip(2), report => Assert.EndsWith(".", report.Reason, StringComparison.Ordinal));
        Assert.NotNull(reports[3].Offset);
    }

    [Fact]
    public async Task Upload_ToNoCorpus_IsNotFound()
    {
        using var response = await PostAsync("nothing", Form(("one.mid", MidiFiles.Melody(60))));

        await Refusal.AssertAsync(response, HttpStatusCode.NotFound, "corpus-not-found");
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=\"\"")]
    [InlineData("")]
    public async Task Upload_WithoutABoundary_SaysHow(string contentType)
    {
        var content = new ByteArrayContent(MidiFiles.Melody(60));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var response = await PostAsync(await CorpusAsync(), content);

        Assert.Contains("curl -F files=@tune.mid", await Refusal.DetailAsync(response), StringComparison.Ordinal);
        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, "upload-not-multipart");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("audio/midi")]
    [InlineData("multipart/mixed; boundary=x")]
    [InlineData("nonsense")]
    public async Task Upload_NotMultipart_SaysWhatIs(string contentType)
    {
        var content = new ByteArrayContent(MidiFiles.Melody(60));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var response = await PostAsync(await CorpusAsync(), content);

        Assert.Contains(
            "multipart/form-data for uploads",
            (await Refusal.ReadAsync(response, HttpStatusCode.UnsupportedMediaType)).GetProperty("detail").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_BoundaryOfThousandsOfLetters_IsRefused()
    {
        var content = new ByteArrayContent([]);
        content.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={new string('b', 5000)}");

        using var response = await PostAsync(await CorpusAsync(), content);

        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, "upload-not-multipart");
    }

    [Fact]
    public async Task Upload_FieldsButNoFile_IsRefused()
    {
        using var form = new MultipartFormDataContent { { new StringContent("one.mid"), "files" } };

        using var response = await PostAsync(await CorpusAsync(), form);

        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, "upload-empty");
    }

    [Fact]
    public async Task Upload_FileOverSixteenMegabytes_IsTooLargeAndNamed()
    {
        var corpus = await CorpusAsync();

        using var response = await PostAsync(corpus, Form(("small.mid", MidiFiles.Melody(60)), ("huge.mid", new byte[(16 << 20) + 1])));

        Assert.StartsWith("huge.mid is larger than 16 MB", await Refusal.DetailAsync(response), StringComparison.Ordinal);
        await Refusal.AssertAsync(response, HttpStatusCode.RequestEntityTooLarge, "upload-too-large");
        Assert.Equal(0, (await silo.Client.Corpora.GetAsync(corpus, Token)).Ingestions);
    }

    [Fact]
    public async Task Upload_OfExactlyTheLargestFile_IsTaken()
    {
        var corpus = await CorpusAsync();

        using var response = await PostAsync(corpus, Form(("largest.mid", new byte[16 << 20])));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(16 << 20, Assert.Single(await ReportsAsync(corpus)).SizeBytes);
    }

    [Fact]
    public async Task Upload_MoreThanTwoThousandFiles_IsTooLarge()
    {
        using var response = await PostAsync(
            await CorpusAsync(),
            Form([.. Enumerable.Range(0, 2001).Select(number => ($"{number}.mid", Array.Empty<byte>()))]));

        Assert.StartsWith("One upload takes at most 2,000 files", await Refusal.DetailAsync(response), StringComparison.Ordinal);
        await Refusal.AssertAsync(response, HttpStatusCode.RequestEntityTooLarge, "upload-too-large");
    }

    [Theory]
    [InlineData("../../etc/passwd", "etc/passwd")]
    [InlineData("C:\\Music\\..\\a.mid", "Music/a.mid")]
    [InlineData("a\u202Edim.exe", "adim.exe")]
    [InlineData("a\\u0001b\\u001b[31m.mid", "ab[31m.mid")]
    [InlineData("\\u0001", "unnamed")]
    public async Task Upload_NameWithTricks_IsShownHarmlessly(string name, string shown)
    {
        var corpus = await CorpusAsync();
        var raw = name.Replace("\\u0001", "\u0001", StringComparison.Ordinal).Replace("\\u001b", "\u001b", StringComparison.Ordinal);

        using var response = await PostAsync(
            corpus,
            Raw(
                "x",
                $"--x\r\nContent-Disposition: form-data; name=\"files\"; filename*=UTF-8''{Uri.EscapeDataString(raw)}; filename=\"\"\r\n\r\n",
                MidiFiles.Melody(60),
                "\r\n--x--\r\n"));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(shown, Assert.Single(await ReportsAsync(corpus)).Name);
    }

    [Fact]
    public async Task Upload_NameOfAThousandLetters_IsShownShortened()
    {
        var corpus = await CorpusAsync();

        using var response = await PostAsync(corpus, Form((new string('a', 1000) + ".mid", MidiFiles.Melody(60))));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(new string('a', 251) + ".mid", Assert.Single(await ReportsAsync(corpus)).Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no boundary at all")]
    [InlineData("--x\r\n")]
    [InlineData("--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.mid\"\r\n\r\nMThd")]
    [InlineData("--x\r\nno colon\r\n\r\nMThd\r\n--x--\r\n")]
    public async Task Upload_DamagedBody_IsRefusedAndIngestsNothing(string body)
    {
        var corpus = await CorpusAsync();

        using var response = await PostAsync(corpus, Raw("x", body, [], ""));

        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, "upload-damaged");
        Assert.Equal(0, (await silo.Client.Corpora.GetAsync(corpus, Token)).Ingestions);
    }

    [Fact]
    public async Task Upload_ConnectionBreaksInTheMiddle_IngestsNothingAndTheServiceGoesOn()
    {
        var corpus = await CorpusAsync();
        using (var connection = new TcpClient())
        {
            await connection.ConnectAsync(silo.Http.BaseAddress!.Host, silo.Http.BaseAddress.Port, Token);
            await connection.GetStream().WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"POST /v1/corpora/{corpus}/files HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000\r\n\r\n"
                    + "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.mid\"\r\n\r\nMThd"),
                Token);
        }

        using var response = await PostAsync(corpus, Form(("whole.mid", MidiFiles.Melody(60))));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("whole.mid", Assert.Single(await ReportsAsync(corpus)).Name);
    }

    private static MultipartFormDataContent Form(params (string Name, byte[] Content)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, content) in files) form.Add(new ByteArrayContent(content), "files", name);
        return form;
    }

    private static ByteArrayContent Raw(string boundary, string before, byte[] content, string after)
    {
        var body = new ByteArrayContent([.. Encoding.UTF8.GetBytes(before), .. content, .. Encoding.UTF8.GetBytes(after)]);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={boundary}");
        return body;
    }

    private Task<HttpResponseMessage> PostAsync(string corpus, HttpContent content) =>
        silo.Http.PostAsync($"v1/corpora/{corpus}/files", content, Token);

    private async Task<string> CorpusAsync() => (await silo.Client.Corpora.CreateAsync(new CreateCorpus(Intake: IntakeSettings.Everything), cancellationToken: Token)).Id;

    private async Task<IReadOnlyList<FileReport>> ReportsAsync(string corpus)
    {
        await silo.Client.Corpora.WatchAsync(corpus, 1, Token).LastAsync(Token);
        return (await silo.Client.Corpora.FilesAsync(corpus, cancellationToken: Token)).Items;
    }
}
