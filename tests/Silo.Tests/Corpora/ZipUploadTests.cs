using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using MusicGen.Client;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Storage;
using MusicGen.Tests.Corpora;

namespace MusicGen.Silo.Tests.Corpora;

/// <summary>Zip archives as strangers make them. Offsets of fields: PKWARE, .ZIP File Format Specification §4.3.7 and §4.3.12.</summary>
public sealed class ZipUploadTests(RunningSilo silo)
{
    private const int EntrySignature = 0x02014b50;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("application/zip")]
    [InlineData("application/x-zip-compressed")]
    public async Task Upload_ArchiveAsBody_GivesEachEntryAReport(string contentType)
    {
        var archive = Zip(
            ("a/one.mid", MidiFiles.Melody(60)), ("a/", []), ("a/copy.mid", MidiFiles.Melody(60)), ("two", MidiFiles.Melody(62)), ("broken.mid", MidiFiles.Damaged),
            ("notes.txt", "no music"u8.ToArray()), ("inner.zip", Zip(("x.mid", MidiFiles.Melody(64)))), ("__MACOSX/a/._one.mid", [0, 5, 22, 7]));

        var (corpus, reports) = await UploadAsync(archive, contentType);

        Assert.Equal(["a/one.mid", "a/copy.mid", "two", "broken.mid", "notes.txt", "inner.zip", "__MACOSX/a/._one.mid"], reports.Select(report => report.Name));
        Assert.Equal(
            [FileOutcome.Accepted, FileOutcome.Duplicate, FileOutcome.Accepted, FileOutcome.Rejected, FileOutcome.Rejected, FileOutcome.Rejected, FileOutcome.Rejected],
            reports.Select(report => report.Outcome));
        Assert.StartsWith("It is no MIDI file", reports[4].Reason, StringComparison.Ordinal);
        Assert.StartsWith("It is an archive within the archive", reports[5].Reason, StringComparison.Ordinal);
        Assert.Equal(2, (await silo.Client.Corpora.GetAsync(corpus, Token)).Accepted);
    }

    [Fact]
    public async Task Upload_ArchiveAmongFiles_IsUnpackedInItsPlace()
    {
        var corpus = await CorpusAsync();
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(MidiFiles.Melody(60)), "files", "first.mid" },
            { new ByteArrayContent(Zip(("inside.mid", MidiFiles.Melody(61)))), "files", "My.ZIP" },
            { new ByteArrayContent(MidiFiles.Melody(62)), "files", "last.mid" },
        };

        using var response = await silo.Http.PostAsync($"v1/corpora/{corpus}/files", form, Token);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(["first.mid", "inside.mid", "last.mid"], (await ReportsAsync(corpus)).Select(report => report.Name));
    }

    [Theory]
    [InlineData("../../../etc/cron.d/x.mid", "etc/cron.d/x.mid")]
    [InlineData("/root/x.mid", "root/x.mid")]
    [InlineData("C:\\windows\\..\\x.mid", "windows/x.mid")]
    [InlineData("a\u202Edim.mid", "adim.mid")]
    [InlineData("\u001b[31mx.mid", "[31mx.mid")]
    [InlineData("..", "unnamed")]
    public async Task Upload_EntryNameWithTricks_IsALabelOnly(string name, string shown)
    {
        var (_, reports) = await UploadAsync(Zip((name, MidiFiles.Melody(60))));

        var report = Assert.Single(reports);
        Assert.Equal((shown, FileOutcome.Accepted), (report.Name, report.Outcome));
    }

    [Fact]
    public async Task Upload_TenThousandEntries_AreAllReported()
    {
        var archive = Zip([.. Enumerable.Range(0, 10_000).Select(number => ($"{number % 100}/{number}.mid", MidiFiles.Melody(number % 50)))]);

        var corpus = await CorpusAsync();
        using var response = await PostAsync(corpus, archive);
        var ended = await silo.Client.Corpora.WatchAsync(corpus, 1, Token).LastAsync(Token);

        Assert.Equal((10_000, 10_000, 50, 9_950), (ended.Files, ended.Done, ended.Accepted, ended.Duplicates));
    }

    [Fact]
    public async Task Upload_MoreEntriesThanAllowed_IsTooLarge() =>
        await RefusedAsync(Zip([.. Enumerable.Range(0, UploadLimits.ZipEntries + 1).Select(number => ($"{number}", Array.Empty<byte>()))]), HttpStatusCode.RequestEntityTooLarge, "upload-too-large", "at most 20,000 entries");

    [Fact]
    public async Task Upload_Bomb_IsRefusedForItsRatio() =>
        await RefusedAsync(Zip(("bomb.mid", new byte[15 << 20])), HttpStatusCode.RequestEntityTooLarge, "upload-too-large", "bomb.mid unpacks to more than 200 times");

    [Fact]
    public async Task Upload_BombThatClaimsToBeSmall_IsUnpackedNoFurtherAndRejectedAlone()
    {
        var archive = Zip(("bomb.mid", new byte[15 << 20]), ("one.mid", MidiFiles.Melody(60)));
        BinaryPrimitives.WriteUInt32LittleEndian(archive.AsSpan(DirectoryOf(archive) + 24), 100);

        var (_, reports) = await UploadAsync(archive);

        Assert.Equal([FileOutcome.Rejected, FileOutcome.Accepted], reports.Select(report => report.Outcome));
        Assert.StartsWith("It cannot be unpacked", reports[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_DirectoryOfMegabytes_IsNotReadToItsEnd()
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var number = 0; number < 150; number++) archive.CreateEntry($"{number}.mid").Comment = new string('c', 60_000);
        }

        await RefusedAsync(bytes.ToArray(), HttpStatusCode.RequestEntityTooLarge, "upload-too-large", "at most 20,000 entries");
    }

    [Theory]
    [InlineData("T\u00e9a.mid", 28591)] // Latin-1, as old programs wrote it
    [InlineData("T\u00e9a \u266b.mid", 65001)] // UTF-8
    public async Task Upload_NameInEitherCodePage_IsRead(string name, int codePage)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true, System.Text.Encoding.GetEncoding(codePage)))
        {
            using var entry = archive.CreateEntry(name).Open();
            entry.Write(MidiFiles.Melody(60));
        }

        var (_, reports) = await UploadAsync(bytes.ToArray());

        Assert.Equal(name, Assert.Single(reports).Name);
    }

    [Fact]
    public async Task Upload_EntryLargerThanAFileMayBe_IsRejectedAloneAndTheOthersGoOn()
    {
        // Two kinds of lines keep it within the ratio.
        var large = Enumerable.Range(0, (16 << 20) + 1).Select(i => (byte)(i * 2654435761u >> 13)).ToArray();

        var (_, reports) = await UploadAsync(Zip(("large.mid", large), ("small.mid", MidiFiles.Melody(60))));

        Assert.Equal([FileOutcome.Rejected, FileOutcome.Accepted], reports.Select(report => report.Outcome));
        Assert.StartsWith("It is larger than 16 MB", reports[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_ArchiveOfFormat64_IsRead()
    {
        var (_, reports) = await UploadAsync(Zip64("one.mid"u8, MidiFiles.Melody(60)));

        var report = Assert.Single(reports);
        Assert.Equal(("one.mid", FileOutcome.Accepted), (report.Name, report.Outcome));
    }

    [Fact]
    public async Task Upload_ArchivesThatUnpackToMoreThanAllowed_AreRefusedAndLeaveNothing()
    {
        var noise = new byte[600_000];
        for (var index = 0; index < noise.Length; index++) noise[index] = (byte)((index * 2654435761L) >> 17);
        var folder = Directory.CreateTempSubdirectory("musicgen-zip-");
        try
        {
            await using var app = RunningSilo.Build(folder.FullName, "--Uploads:UnpackedBytes", $"{1 << 20}");
            await app.StartAsync(Token);
            using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single() + "/") };
            var client = new MusicGenClient(http);
            var corpus = (await client.Corpora.CreateAsync(new CreateCorpus(), cancellationToken: Token)).Id;

            var one = await client.Corpora.UploadZipAsync(corpus, new MemoryStream(Zip(("a.mid", noise))), Token);
            using var form = new MultipartFormDataContent
            {
                { new ByteArrayContent(Zip(("a.mid", noise))), "files", "a.zip" }, { new ByteArrayContent(Zip(("b.mid", noise))), "files", "b.zip" },
            };
            using var response = await http.PostAsync($"v1/corpora/{corpus}/files", form, Token);

            Assert.Equal("The archives of one upload unpack to at most 1 MB: send the rest in another one.", await Refusal.DetailAsync(response));
            await Refusal.AssertAsync(response, HttpStatusCode.RequestEntityTooLarge, "upload-too-large");
            Assert.Equal((1, 1), (one.Files, (await client.Corpora.GetAsync(corpus, Token)).Ingestions));
            Assert.Equal(1, await app.Services.GetRequiredService<IBlobStore>().ListAsync($"corpora/local/{corpus}/uploads/", cancellationToken: Token)
                .Select(blob => blob.Key.Split('/')[^2]).Distinct().CountAsync(Token));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Upload_Encrypted_IsRefused()
    {
        var archive = Zip(("secret.mid", MidiFiles.Melody(60)));
        archive[DirectoryOf(archive) + 8] |= 1;

        await RefusedAsync(archive, HttpStatusCode.UnprocessableEntity, "archive-encrypted", "send one without a password");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(-1)]
    [InlineData(-30)]
    public async Task Upload_CutOff_IsRefused(int length)
    {
        var archive = Zip(("one.mid", MidiFiles.Melody(60)), ("two.mid", MidiFiles.Melody(61)));

        await RefusedAsync(archive[..(length < 0 ? archive.Length + length : length)], HttpStatusCode.UnprocessableEntity, "archive-damaged", "The archive cannot be read");
    }

    [Theory]
    [InlineData(42, 1)] // where its own header lies
    [InlineData(16, 1)] // checksum
    [InlineData(10, 4)] // method: 12 is bzip2
    public async Task Upload_DamagedEntry_IsRejectedAloneAndTheOthersGoOn(int field, byte bit)
    {
        var archive = Zip(("one.mid", MidiFiles.Melody(60)), ("two.mid", MidiFiles.Melody(61)));
        archive[DirectoryOf(archive) + field] ^= bit;

        var (_, reports) = await UploadAsync(archive);

        Assert.Equal(FileOutcome.Rejected, reports[0].Outcome);
        Assert.Equal("It cannot be unpacked: it is damaged, or packed in another way than deflate, which zip programs use by default.", reports[0].Reason);
        Assert.Equal(FileOutcome.Accepted, reports[1].Outcome);
    }

    [Fact]
    public async Task Upload_ArchivesMutated_NeverFailTheService()
    {
        var archive = Zip(("one.mid", MidiFiles.Melody(60)), ("two.mid", MidiFiles.Melody(61)));
        var corpus = await CorpusAsync();

        for (var at = 0; at < archive.Length; at++)
        {
            var mutated = archive.ToArray();
            mutated[at] ^= 0xFF;
            using var response = await PostAsync(corpus, mutated);
            Assert.True(
                response.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.ServiceUnavailable,
                $"Byte {at}: {response.StatusCode}");
            if (response.StatusCode == HttpStatusCode.Accepted)
            {
                var ingestion = (await response.Content.ReadFromJsonAsync<IngestionSummary>(ContractJson.Options, Token))!;
                await silo.Client.Corpora.WatchAsync(corpus, ingestion.Number, Token).LastAsync(Token);
            }
        }
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                entry.Write(content);
            }
        }
        return bytes.ToArray();
    }

    /// <summary>One entry, stored, with every number where archives above 4 GB have it (§4.3.14, §4.3.15, §4.5.3).</summary>
    private static byte[] Zip64(ReadOnlySpan<byte> name, byte[] content)
    {
        const ushort Version = 45;
        using var bytes = new MemoryStream();
        using var zip = new BinaryWriter(bytes);
        WriteHeader(0x04034b50, name, [content.Length, content.Length]);
        zip.Write(content);
        var directory = bytes.Length;
        WriteHeader(EntrySignature, name, [content.Length, content.Length, 0]);
        var end = bytes.Length;
        Write(0x06064b50, 44L, Version, Version, 0, 0, 1L, 1L, end - directory, directory);
        Write(0x07064b50, 0, end, 1);
        Write(0x06054b50, 0, uint.MaxValue, uint.MaxValue, uint.MaxValue, (ushort)0);
        return bytes.ToArray();

        void WriteHeader(int signature, ReadOnlySpan<byte> text, long[] extra)
        {
            zip.Write(signature);
            if (signature == EntrySignature) Write(Version);
            Write(Version, (ushort)0, (ushort)0, 0, Crc32.HashToUInt32(content), uint.MaxValue, uint.MaxValue, (ushort)text.Length, (ushort)(4 + (8 * extra.Length)));
            if (signature == EntrySignature) Write((ushort)0, (ushort)0, (ushort)0, 0, uint.MaxValue);
            zip.Write(text);
            Write((ushort)1, (ushort)(8 * extra.Length));
            foreach (var number in extra) Write(number);
        }

        void Write(params object[] numbers)
        {
            foreach (var number in numbers)
            {
                switch (number)
                {
                    case ushort two: zip.Write(two); break;
                    case int four: zip.Write(four); break;
                    case uint four: zip.Write(four); break;
                    default: zip.Write((long)number); break;
                }
            }
        }
    }

    /// <summary>Where the directory's first entry lies.</summary>
    private static int DirectoryOf(byte[] archive)
    {
        var signature = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(signature, EntrySignature);
        return archive.AsSpan().IndexOf(signature);
    }

    private async Task RefusedAsync(byte[] archive, HttpStatusCode status, string code, string detail)
    {
        var corpus = await CorpusAsync();

        using var response = await PostAsync(corpus, archive);

        Assert.Contains(detail, await Refusal.DetailAsync(response), StringComparison.Ordinal);
        await Refusal.AssertAsync(response, status, code);
        Assert.Equal(0, (await silo.Client.Corpora.GetAsync(corpus, Token)).Ingestions);
    }

    private async Task<(string Corpus, IReadOnlyList<FileReport> Reports)> UploadAsync(byte[] archive, string contentType = "application/zip")
    {
        var corpus = await CorpusAsync();
        using var response = await PostAsync(corpus, archive, contentType);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return (corpus, await ReportsAsync(corpus));
    }

    private Task<HttpResponseMessage> PostAsync(string corpus, byte[] archive, string contentType = "application/zip")
    {
        var body = new ByteArrayContent(archive);
        body.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        return silo.Http.PostAsync($"v1/corpora/{corpus}/files", body, Token);
    }

    private async Task<string> CorpusAsync() => (await silo.Client.Corpora.CreateAsync(new CreateCorpus(Intake: IntakeSettings.Everything), cancellationToken: Token)).Id;

    private async Task<IReadOnlyList<FileReport>> ReportsAsync(string corpus)
    {
        await silo.Client.Corpora.WatchAsync(corpus, 1, Token).LastAsync(Token);
        return (await silo.Client.Corpora.FilesAsync(corpus, cancellationToken: Token)).Items;
    }
}
