using System.Text;
using MusicGen.Storage;
using MusicGen.Storage.Local;
using MusicGen.Storage.Writer;

// FOLDER alternate KEY SIZE   writes SIZE times the letter A, then B, then A … until it is killed
// FOLDER increment KEY TIMES  adds 1 to the number in the blob, TIMES times
// FOLDER copy KEY             writes its standard input
var (store, key) = (new LocalBlobStore(args[0]), args[2]);
switch (args[1])
{
    case "alternate":
        var sizeBytes = int.Parse(args[3]);
        for (var letter = 'A'; ; letter = letter == 'A' ? 'B' : 'A') await store.PutAsync(key, new AnnouncingStream((byte)letter, sizeBytes));

    case "increment":
        var times = int.Parse(args[3]);
        for (var done = 0; done < times;)
        {
            var blob = (await store.GetAsync(key))!;
            var next = Encoding.UTF8.GetBytes($"{int.Parse(blob.Content.Span) + 1}");
            if (await store.PutAsync(key, next, WriteCondition.IfMatch(blob.ETag)) is not null) done++;
        }
        return 0;

    case "copy":
        await store.PutAsync(key, Console.OpenStandardInput());
        return 0;

    default:
        return 2;
}
