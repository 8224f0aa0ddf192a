using System.Diagnostics;
using System.Globalization;
using MusicGen.Contracts.Training;
using MusicGen.Learning.Devices;

namespace MusicGen.Bench.Train;

/// <summary>The peer: the same network, batch and optimizer in PyTorch for Python, single precision.</summary>
internal sealed class TorchPeer
{
    private const string Script =
        """
        import sys, time, torch
        embedding, hidden, layers, dropout, words, batch, length, threads, seconds = (float(a) for a in sys.argv[1:10])
        torch.set_default_device(sys.argv[10]) if sys.argv[10] != "cpu" else None
        embedding, hidden, layers, words, batch, length = int(embedding), int(hidden), int(layers), int(words), int(batch), int(length)
        torch.set_num_threads(int(threads))
        torch.manual_seed(1)
        torch.ones(64, 64) @ torch.ones(64, 64)
        maps = open("/proc/self/maps").read()
        blas = "CUDA" if sys.argv[10] != "cpu" else "OpenBLAS" if "openblas" in maps else "MKL" if "libmkl" in maps or torch.backends.mkl.is_available() else "a slow reference BLAS"
        if blas.startswith("a slow"): print(0, torch.__version__, blas, sep="\t"); sys.exit()
        table = torch.nn.Embedding(words, embedding)
        lstm = torch.nn.LSTM(embedding, hidden, layers, batch_first=True, dropout=dropout)
        drop = torch.nn.Dropout(dropout)
        head = torch.nn.Linear(hidden, words)
        weights = [p for m in (table, lstm, head) for p in m.parameters()]
        adam = torch.optim.AdamW(weights, lr=1e-3)
        h, c = torch.zeros(layers, batch, hidden), torch.zeros(layers, batch, hidden)
        took = []
        while sum(took[3:]) < seconds or len(took) < 7:
            tokens = torch.randint(0, words, (batch, length + 1))
            start = time.perf_counter()
            adam.zero_grad()
            outputs, (h, c) = lstm(drop(table(tokens[:, :-1])), (h.detach(), c.detach()))
            logits = head(drop(outputs))
            loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), tokens[:, 1:].flatten())
            loss.item()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            adam.step()
            torch.cuda.synchronize() if sys.argv[10] != "cpu" else None
            took.append(time.perf_counter() - start)
        print(batch * length / sorted(took[3:])[len(took[3:]) // 2], torch.__version__, blas, sep="\t")
        """;

    private const double Seconds = 3;

    // Where Debian's libopenblas0-openmp has it, also when it is not the system's BLAS.
    private const string DebiansOpenBlas = "/usr/lib/x86_64-linux-gnu/openblas-openmp";

    private readonly string _python;
    private readonly string? _openBlas;

    private TorchPeer(string python, string? openBlas) => (_python, _openBlas) = (python, openBlas);

    /// <summary>Which one it is, once it has run.</summary>
    public string Description { get; private set; } = "";

    /// <summary>Debian's Python first: that is the one that Debian's PyTorch belongs to. Null where none has PyTorch.</summary>
    public static TorchPeer? Find(DirectoryInfo? openBlas) => new[] { "/usr/bin/python3", "python3" }
        .Select(python => new TorchPeer(python, openBlas?.FullName ?? (Directory.Exists(DebiansOpenBlas) ? DebiansOpenBlas : null)))
        .FirstOrDefault(peer => peer.Run("import torch", spins: null) is not null);

    /// <summary>Its better speed of two: with threads that spin as libgomp has them by default, and as the worker has them. Null where it runs with a BLAS that makes no peer.</summary>
    public double? TokensPerSecond(TrainingOptions preset, TrainBenchSetting setting)
    {
        var usual = TokensPerSecond(preset, setting, spins: null);
        return usual is { } speed && setting.Device == "cpu" ? Math.Max(speed, TokensPerSecond(preset, setting, SharedCores.Spins) ?? 0) : usual;
    }

    private double? TokensPerSecond(TrainingOptions preset, TrainBenchSetting setting, string? spins)
    {
        var numbers = new[] { preset.Embedding, preset.Hidden, preset.Layers, preset.Dropout, TrainBenchSetting.Words, setting.BatchSize, TrainBenchSetting.SequenceLength, setting.Threads, Seconds };
        var answer = Run(Script, spins, [.. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)), setting.Device])?.Split('\t', StringSplitOptions.TrimEntries);
        if (answer is not [var speed, var version, var blas]) throw new InvalidOperationException("The peer, Python with PyTorch, ended with an error.");
        var isSlow = blas.StartsWith("a slow", StringComparison.Ordinal);
        Description = $"The peer is PyTorch {version} with {blas}{(isSlow ? ", which is no peer: install libopenblas0-openmp, or unpack it and name its folder with --openblas" : setting.Device == "cpu" ? ", the faster of its default and of GOMP_SPINCOUNT as the worker has it" : "")}.";
        return isSlow ? null : double.Parse(speed, CultureInfo.InvariantCulture);
    }

    private string? Run(string script, string? spins, params string[] arguments)
    {
        var start = new ProcessStartInfo(_python, ["-c", script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (spins is not null) start.Environment[SharedCores.Variable] = spins;
        if (_openBlas is not null) start.Environment["LD_LIBRARY_PATH"] = _openBlas;
        try
        {
            using var python = Process.Start(start)!;
            python.ErrorDataReceived += (_, _) => { };
            python.BeginErrorReadLine();
            var output = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            return python.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
